// How a mail program writes a forwarded mail and an answer.

import { mailDate } from "./time.js";
import { zone } from "./desk.js";

const spelled = (one) => (one.address ? `${one.name} <${one.address}>` : one.name);

/** A draft that forwards a mail, as Gmail writes it. */
export function forwarded(mail) {
  const head = [
    "---------- Forwarded message ---------",
    `From: ${spelled(mail.from)}`,
    `Date: ${mailDate(mail.at, zone())}`,
    `Subject: ${mail.subject}`,
    `To: ${mail.to.map(spelled).join(", ")}`,
  ];
  return {
    subject: prefixed("Fwd: ", mail.subject),
    body: `\n\n${head.join("\n")}\n\n\n${mail.body}\n`,
    forwards: mail.id,
  };
}

/** A draft that answers a mail, the mail quoted below. */
export function answered(mail) {
  const quoted = mail.body
    .split("\n")
    .map((line) => `> ${line}`)
    .join("\n");
  const intro = `On ${mailDate(mail.at, zone())} ${spelled(mail.from)} wrote:`;
  return {
    subject: prefixed("Re: ", mail.subject),
    body: `\n\n${intro}\n${quoted}\n`,
    to: mail.from.address,
    answers: mail.id,
  };
}

function prefixed(prefix, subject) {
  return subject.toLowerCase().startsWith(prefix.toLowerCase()) ? subject : prefix + subject;
}

export { spelled };
