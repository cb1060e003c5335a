// A camera flight: eased, and over at once when the reader takes the camera.
import { onTheWay } from "./viewpoint.js";

const DURATION = 700; // ms

const eased = (share) => share * share * share * (share * (6 * share - 15) + 10);

/** Flies from one viewpoint to another, one step a frame. */
export class Flight {
  constructor(from, to, now) {
    Object.assign(this, { from, to, started: now });
  }

  /** The viewpoint at time `now` (ms), and whether it has arrived. */
  at(now) {
    const share = Math.min(1, Math.max(0, (now - this.started) / DURATION));
    return { viewpoint: share === 1 ? { ...this.to } : onTheWay(this.from, this.to, eased(share)), arrived: share === 1 };
  }
}
