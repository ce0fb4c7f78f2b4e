// The emoji names that turn up in an office; any other name is shown as it was written.

const NAMES = {
  "+1": "👍", "-1": "👎", thumbsup: "👍", thumbsdown: "👎", wave: "👋", clap: "👏", pray: "🙏", ok_hand: "👌",
  muscle: "💪", eyes: "👀", raised_hands: "🙌", point_right: "👉", smile: "😄", slightly_smiling_face: "🙂",
  grinning: "😀", blush: "😊", wink: "😉", thinking_face: "🤔", sweat_smile: "😅", joy: "😂", sob: "😭", cry: "😢",
  sunglasses: "😎", heart: "❤️", broken_heart: "💔", fire: "🔥", tada: "🎉", rocket: "🚀", star: "⭐", sparkles: "✨",
  bulb: "💡", warning: "⚠️", rotating_light: "🚨", bell: "🔔", no_bell: "🔕", zzz: "💤", hourglass: "⌛",
  hourglass_flowing_sand: "⏳", alarm_clock: "⏰", stopwatch: "⏱️", calendar: "📅", spiral_calendar_pad: "🗓️",
  email: "📧", envelope: "✉️", incoming_envelope: "📨", telephone_receiver: "📞", phone: "☎️", speech_balloon: "💬",
  memo: "📝", pencil: "📝", clipboard: "📋", paperclip: "📎", link: "🔗", mag: "🔍", lock: "🔒", key: "🔑",
  white_check_mark: "✅", heavy_check_mark: "✔️", x: "❌", question: "❓", exclamation: "❗", arrow_right: "➡️",
  arrow_up: "⬆️", arrow_down: "⬇️", repeat: "🔁", red_circle: "🔴", large_green_circle: "🟢", large_yellow_circle: "🟡",
  large_blue_circle: "🔵", white_circle: "⚪", coffee: "☕", palm_tree: "🌴", face_with_thermometer: "🤒",
  chart_with_upwards_trend: "📈", bar_chart: "📊", handshake: "🤝", turtle: "🐢", seedling: "🌱", sunny: "☀️",
};
const NAME = /:([a-z0-9_+-]+):/g;

/** The emoji of this name, or null. */
export const emoji = (name) => (Object.hasOwn(NAMES, name) ? NAMES[name] : null);

/** Text with the known `:names:` replaced. */
export const withEmoji = (text) => text.replace(NAME, (whole, name) => emoji(name) ?? whole);
