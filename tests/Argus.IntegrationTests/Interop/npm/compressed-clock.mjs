// Makes this process's time of day and its performance.now() run as many times faster as the input says, from the same origin as the node's. Has to be imported before
// whatever is to see it. Timers stay as they are.
const { origin, factor } = JSON.parse(process.argv[2]).clock;
const SystemDate = Date;
const systemNow = performance.now.bind(performance);
const now = () => origin + factor * (SystemDate.now() - origin);

globalThis.Date = class extends SystemDate {
  constructor(...given) {
    super(...(given.length === 0 ? [now()] : given));
  }

  static now() {
    return Math.floor(now());
  }
};
performance.now = () => factor * systemNow();

/** After so many seconds of the compressed clock. */
export const after = (seconds) => new Promise((resolve) => { setTimeout(resolve, seconds * 1000 / factor); });

/** Milliseconds of the system. */
export { systemNow };
