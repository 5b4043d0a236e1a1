import type { Reply } from '../http/message.ts';

/** GitHub refuses longer texts with 422. */
const MAX_BODY = 65_536;
const documentation_url = 'https://docs.github.com/rest';

export function githubError(status: number, message: string): Reply {
  return { status, json: { message, documentation_url, status: String(status) } };
}

export function notFound(): Reply {
  return githubError(404, 'Not Found');
}

/** 422 with the list of what is wrong: objects that name a field, or mere sentences. */
export function unprocessable(message: string, errors: readonly (object | string)[]): Reply {
  return { status: 422, json: { message, errors, documentation_url, status: '422' } };
}

/** The refusal of a text that is blank or too long. */
export function badText(text: string, resource: string): Reply | undefined {
  if ([...text].length <= MAX_BODY && text.trim() !== '') return undefined;
  const message =
    text.trim() === '' ? "body can't be blank" : `body is too long (maximum is ${MAX_BODY} characters)`;
  return unprocessable('Validation Failed', [{ resource, code: 'unprocessable', field: 'data', message }]);
}
