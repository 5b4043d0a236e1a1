/** Shapes of the Oz API as far as the emulator reads or makes them; the contract holds the whole. */

export interface CreateRequest {
  prompt?: string;
  skill?: string;
  title?: string;
  config?: Record<string, unknown> & {
    name?: string;
    environment_id?: string;
    model_id?: string;
    skills?: string[];
  };
  team?: boolean;
  agent_identity_uid?: string;
  conversation_id?: string;
  parent_run_id?: string;
  interactive?: boolean;
  mode?: string;
  metadata?: Record<string, string>;
  attachments?: { file_name: string; mime_type: string; data: string }[];
}

export interface StatusMessage {
  message: string;
  error_code?: string;
  retryable?: boolean;
}

export interface ArtifactItem {
  artifact_type: string;
  created_at?: string;
  data: Record<string, unknown>;
}

/** A run as the API shows it. Anything may be overridden by a life, also with values that the contract forbids. */
export interface RunItem {
  run_id: string;
  task_id: string;
  title: string;
  state: string;
  prompt: string;
  created_at: string;
  updated_at: string;
  started_at: string | null;
  /** When it last came to a final state; null while it is active. */
  finished_at?: string | null;
  status_message?: StatusMessage;
  source?: string;
  creator?: Record<string, unknown>;
  executor?: Record<string, unknown>;
  schedule?: Record<string, unknown>;
  /** No description shows it, although lists are filtered by it. */
  automation_id?: string;
  factory_uid?: string;
  /** Exactly what was asked for; `prompt` may carry additions. */
  submitted_prompt?: string;
  session_id?: string;
  session_link?: string;
  conversation_id?: string;
  parent_run_id?: string;
  request_usage?: Record<string, unknown>;
  agent_config?: Record<string, unknown>;
  agent_skill?: Record<string, unknown>;
  artifacts?: ArtifactItem[];
  metadata?: Record<string, string>;
  is_sandbox_running?: boolean;
  is_run_type_cancellable?: boolean;
  execution_location?: string;
  scope?: Record<string, unknown>;
  run_time?: string;
  [unknown: string]: unknown;
}

export type ContentBlock =
  | { type: 'text'; text: string }
  | { type: 'action'; id: string; category: string; name: string; input: Record<string, unknown> }
  | {
      type: 'action_result';
      action_id: string;
      category: string;
      name: string;
      state: 'running' | 'completed' | 'failed' | 'denied';
      output: Record<string, unknown>;
    }
  | { type: 'event'; name: string; data: Record<string, unknown> };

export interface ConversationMessage {
  role: 'user' | 'assistant' | 'tool' | 'system';
  content: ContentBlock[];
  message_ids?: string[];
  timestamp?: string;
}

export interface ConversationStep {
  id: string;
  description?: string;
  summary?: string;
  started_at?: string;
  completed_at?: string;
  messages: ConversationMessage[];
  steps: ConversationStep[];
}
