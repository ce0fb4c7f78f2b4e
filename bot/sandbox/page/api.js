// The routes under /play, and the one way in which a request of theirs can fail.

/** What could not be done: `code` as the server names it, `problems` by block_id for an incomplete form. */
export class Refused extends Error {
  constructor(code, message, problems = {}) {
    super(message);
    this.code = code;
    this.problems = problems;
  }
}

const SENTENCES = {
  not_acknowledged: "Nudge did not answer in time. It may not be running; please try again in a moment.",
  not_there: "That is not there any more.",
  form_incomplete: "Something is missing in the form.",
  bad_answer: "Nudge answered what Slack would not accept.",
  no_clock: "This workspace has no clock that can be moved.",
  clock_gone: "The clock does not answer. Nudge may not be running.",
  unreachable: "The local workspace can't be reached. Is it still running?",
};

/** What to tell the person about an error. */
export function sentence(error) {
  if (!(error instanceof Refused)) return String(error);
  const known = SENTENCES[error.code] ?? "That did not work.";
  return error.code in SENTENCES && error.code !== "not_there" ? known : `${known} (${error.message})`;
}

async function call(address, options) {
  let answer;
  try {
    answer = await fetch(address, options);
  } catch (error) {
    throw new Refused("unreachable", error.message);
  }
  const body = await answer.json().catch(() => ({ error: `status ${answer.status}` }));
  if (!answer.ok || body.ok === false) throw new Refused(body.error, body.message ?? "", body.problems);
  return body;
}

/** Everything that `who` sees. Raises Refused. */
export const look = (who) => call(`/play/state?as=${encodeURIComponent(who)}`);

/** Do something as somebody: `name` is the route's last word. Raises Refused. */
export function deed(name, who, body) {
  const headers = { "Content-Type": "application/json" };
  return call(`/play/${name}`, { method: "POST", headers, body: JSON.stringify({ ...body, as: who }) });
}

/** Call `changed` whenever something changes, `heard(false)` when the line is cut; the answer hangs up. */
export function listen(who, changed, heard) {
  const source = new EventSource(`/play/events?as=${encodeURIComponent(who)}`);
  source.onmessage = () => {
    heard(true);
    changed();
  };
  source.onerror = () => heard(false);
  return () => source.close();
}
