// <spine-view>: the viewer as a Vue 3 component; attributes down, events up.
import { Loader } from "./loader.js";
import { shiftsOf } from "./shifts.js";
import style from "./style.css";
import { View } from "./view.js";

const HAND = 250; // ms without a move of the slider
const NEAR = 0.005; // severities that look alike

/** The component, made for the page's own Vue. */
export const spineView = ({ h, markRaw }) => ({
  name: "SpineView",
  inheritAttrs: false,
  props: {
    src: { type: String, default: null },
    finding: { type: [String, Object], default: null },
    severity: { type: Number, default: 0 },
    whole: { type: Boolean, default: true },
    opacity: { type: Object, default: () => ({}) },
    highlight: { type: Array, default: () => [] },
    labels: { type: Array, default: () => [] },
    camera: { type: Object, default: null },
    cut: { type: Object, default: null },
    compare: { type: Object, default: null },
    theme: { type: String, default: "light" },
    motion: { type: Boolean, default: true },
    words: { type: Object, default: () => ({}) },
  },
  emits: ["ready", "pick", "hover", "isolate", "menu", "camera_moved", "failed", "drawn", "base_loaded", "finding_loaded", "building"],
  render() {
    const { class: classes, style: own } = this.$attrs;
    return h("div", { ref: "root", class: ["spine-view", classes], style: own });
  },
  mounted() {
    addStyle();
    try {
      this.view = markRaw(new View(this.$refs.root, (name, detail) => this.$emit(name, detail)));
    } catch (error) {
      this.$emit("failed", { kind: "webgl", message: error.message });
      return;
    }
    this.first = null;
    this.loaders = markRaw({ base: new Loader(), finding: new Loader() });
    (window.lumbar ??= {}).view = this.view;
    this.passAttributes();
    this.sync();
    this.view.name(this.words);
    this.view.labels.set(this.labels);
    this.loadBase();
  },
  updated() {
    this.passAttributes();
  },
  beforeUnmount() {
    this.loaders?.base.load(null);
    this.loaders?.finding.load(null);
    this.view?.dispose();
    if (window.lumbar?.view === this.view) delete window.lumbar.view;
  },
  methods: {
    /** Attributes other than props (aria-label, role, …) belong to the canvas. */
    passAttributes() {
      for (const [name, value] of Object.entries(this.$attrs)) {
        if (/^(aria-|role$|title$)/.test(name)) this.view?.canvas.setAttribute(name, value);
      }
    },
    sync() {
      const { view } = this;
      if (!view) return;
      view.motion = this.motion;
      view.model.opacity = this.opacity;
      view.model.highlight = new Set(this.highlight);
      view.model.setCut(this.cut);
      view.setSplit(this.compare?.mode === "split");
      view.setTheme(this.theme);
      view.changed();
    },
    /** A finding grows out of the healthy shape, so a way from the one to the other is a way along its severity. */
    drawnSeverity() {
      return this.severity * (this.compare?.mode === "blend" ? Math.max(0, Math.min(1, this.compare.share ?? 1)) : 1);
    },
    blend() {
      if (!this.view) return;
      this.view.model.setSeverity(this.drawnSeverity());
      this.view.changed();
    },
    /** Beyond the one severity that is there, another is asked for as soon as the hand rests. */
    askAgain() {
      clearTimeout(this.asking);
      if (this.first !== null && this.severity > this.first + NEAR) this.asking = setTimeout(() => this.loadFinding(), HAND);
    },
    async loadBase() {
      const { view, loaders } = this;
      if (!this.src) return;
      await this.whileLoading(async () => {
        const file = await loaders.base.load(this.src);
        if (!file) return;
        view.model.setBase(file);
        loaders.finding.base = file.nodes;
        view.look(this.camera ?? { view: "home" }, false);
        view.ready = true;
        view.tellDrawn = true;
        view.changed();
        this.$emit("base_loaded", { ...file.extras });
        this.$emit("ready", view.model.ids());
      });
      if (view.ready) await this.loadFinding();
    },
    async loadFinding() {
      const { view, loaders } = this;
      if (!view.ready) return;
      let rest = false;
      this.first = null;
      await this.whileLoading(async () => {
        const file = await loaders.finding.load(this.finding ?? null, this.severity);
        if (file === undefined) return;
        this.showFinding(file);
        rest = Boolean(file?.extras.first);
      });
      if (!loaders.finding.busy) this.flyIfWaiting();
      if (rest) await this.landed();
      this.goOn();
    },
    /** The picture comes first: until it has landed nothing else is asked for. */
    async landed() {
      while (this.view.flight) await new Promise((done) => { setTimeout(done, 100); });
    },
    /** All severities of a finding that is shown at one, told how many are built. */
    async loadRest() {
      this.resting = true;
      try {
        const file = await this.loaders.finding.load(this.finding, null, (step) => this.$emit("building", step));
        if (file) this.showFinding(file);
      } catch (error) {
        this.$emit("failed", { kind: "network", message: error.message });
      } finally {
        this.resting = false;
      }
    },
    /** Where all severities are no longer wanted, the one that is there stays. */
    goOn() {
      if (this.whole && this.first !== null && !this.resting && !this.loaders.finding.busy) this.loadRest();
      else if (!this.whole && this.resting) this.loaders.finding.stop();
    },
    showFinding(file) {
      const { view, loaders } = this;
      this.first = file?.extras.first ? file.extras.severities.at(-1) : null;
      view.model.setFinding(file);
      view.model.setSeverity(this.drawnSeverity());
      if (file) {
        view.tellDrawn = true;
        const { url: finding, mirror, base } = loaders.finding;
        this.$emit("finding_loaded", { finding, mirror, ...file.extras, shifts: shiftsOf(file.nodes, file.extras.severities, base) });
      }
      view.changed();
      this.askAgain();
    },
    async whileLoading(work) {
      const { view } = this;
      view.loading = (view.loading ?? 0) + 1;
      try {
        await work();
      } catch (error) {
        this.$emit("failed", { kind: "network", message: error.message });
      } finally {
        view.loading -= 1;
      }
    },
    /** A flight asked for together with a finding starts when its parts are there. */
    fly() {
      if (!this.camera || !this.view) return;
      this.waiting = true;
      this.$nextTick(() => { if (!this.loaders.base.awaited && !this.loaders.finding.awaited) this.flyIfWaiting(); });
    },
    flyIfWaiting() {
      if (!this.waiting || !this.view.ready) return;
      this.waiting = false;
      this.view.look(this.camera);
    },
  },
  watch: {
    src() { this.loadBase(); },
    finding(wish, old) { if (JSON.stringify(wish) !== JSON.stringify(old)) this.loadFinding(); },
    severity() { this.blend(); this.askAgain(); },
    whole() { this.goOn(); },
    compare: { deep: true, handler() { this.blend(); this.sync(); } },
    opacity: { deep: true, handler() { this.sync(); } },
    highlight: { deep: true, handler() { this.sync(); } },
    cut: { deep: true, handler() { this.sync(); } },
    labels: { deep: true, handler(labels) { this.view?.labels.set(labels); this.view?.changed(); } },
    camera(value, old) { if (value?.n !== old?.n) this.fly(); },
    theme() { this.sync(); },
    motion() { this.sync(); },
    words: { deep: true, handler(words) { this.view?.name(words); } },
  },
});

function addStyle() {
  if (document.getElementById("spine-view-style")) return;
  const element = document.createElement("style");
  element.id = "spine-view-style";
  element.textContent = style;
  document.head.append(element);
}
