// The page's own components: what stands between client state and the templates, and a text with links in it.
// In every template `page` is the functions of the files beside this one; `spot`, `library`, `choices`, `act`, `job` and
// the rest of what `render` names come from the component <spot> around them.  A static page loads the same files.
(function (page) {
  "use strict";

  const REST = 700; // ms without change before a mixed case is built, or the address is written
  const READ = 6000; // ms that a notice stands
  const TRY = 4000; // ms between two looks for the server, once it was lost

  const Spot = {
    props: ["all", "choices"],
    emits: ["set"],
    data() {
      return { history: page.begun(this.choices), job: null, notice: null, link: "", full: false, lost: false };
    },
    computed: {
      library() { return page.spoken(this.all, page.language(this.all, this.choices.language)); },
      spot() { return page.spot(this.library, this.choices); },
      numbers() { return page.numbers(this.spot, this.choices); },
      pictured() { return JSON.stringify(page.PICTURE.map((key) => this.choices[key])); },
      address() { return page.fragment(this.library, this.choices); },
      unmeasured() { return page.same("unmeasured", page.unmeasured(this.spot, this.choices)); },
      code() { return this.choices.mix.length ? page.case_code(this.library, this.choices) : null; },
    },
    watch: {
      pictured() { this.history = page.record(this.history, this.choices, performance.now()); },
      library() { this.name(); },
      address() { this.later("writing", () => this.write(), REST); },
      code(now) { this.ask(now); },
      unmeasured() { this.later("measuring", () => this.measure(), REST); },
      "choices.loaded"() { if (this.notice) this.say(this.notice); }, // till then it was covered
      "choices.scene"() { this.$nextTick(() => this.show_chosen()); },
      "choices.trame_error_report_msg"(message) { if (message) this.lose_server(); },
    },
    mounted() {
      this.timers = {};
      this.name();
      this.opening = this.address;
      this.open();
      this.$nextTick(() => this.show_chosen()); // a file may open at a condition
      this.listening = new AbortController();
      const on = (target, type, handler) => target.addEventListener(type, handler, { signal: this.listening.signal });
      on(window, "keydown", (event) => this.key(event));
      on(window, "hashchange", () => { if (location.hash !== this.written) this.open(); });
      on(document, "fullscreenchange", () => { this.full = Boolean(document.fullscreenElement); });
    },
    beforeUnmount() {
      this.listening.abort();
      this.building?.abort();
      for (const timer of Object.values(this.timers)) clearTimeout(timer);
    },
    methods: {
      later(name, work, time) {
        clearTimeout(this.timers[name]);
        this.timers[name] = setTimeout(work, time);
      },
      say(notice) {
        this.notice = notice;
        this.later("notice", () => { if (this.choices.loaded) this.notice = null; }, READ);
      },
      // The document bears the language and its direction.
      name() {
        const { ui, code } = this.library;
        Object.assign(document.documentElement, { lang: code, dir: ui.direction });
        document.title = page.document_title(this.library);
      },
      // The chosen condition stays in sight in its list, which the choices below it make shorter.
      show_chosen() {
        const list = document.querySelector(".choose > .list"), chosen = list?.querySelector("[aria-pressed=true]");
        if (!chosen) return;
        const top = (element) => element.getBoundingClientRect().top - list.getBoundingClientRect().top;
        const group = chosen.closest(".group"), whole = group.offsetHeight <= list.clientHeight;
        list.scrollTop += whole ? top(group) : top(chosen) - 30;
      },
      // --- doing ------------------------------------------------------------------------------------------------
      act(name) {
        if (name === "undo" || name === "redo") return this.travel(page[name](this.history));
        if (name === "link") return this.copy();
        if (name === "full") return this.fill();
        if (name === "pack") return this.pack();
        if (name === "search") return this.search();
        const keys = page.ACTS[name](this.spot, this.choices);
        return keys && this.$emit("set", keys);
      },
      travel(history) {
        if (!history) return;
        this.history = history;
        this.$emit("set", { ...history.now, ...page.let_go(), flight: this.choices.flight + 1 });
      },
      key(event) {
        const name = page.asked(event, this.choices);
        if (!name) return;
        event.preventDefault();
        this.act(name);
      },
      search() {
        this.$emit("set", { tab: "parts" });
        this.$nextTick(() => document.getElementById("search")?.focus());
      },
      fill() {
        const filled = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.();
        return filled?.catch(() => {}); // it may be refused, or ended by the browser itself meanwhile
      },
      // --- the link ----------------------------------------------------------------------------------------------
      open() {
        const text = page.legible(location.hash);
        if (!text || document.getElementById(text.slice(1))) return;
        const { choices, trouble } = page.opened(this.all, text, this.choices);
        if (choices) this.$emit("set", choices);
        if (trouble) this.say(this.library.ui.link[trouble]);
      },
      write() {
        this.written = this.address === this.opening ? "" : this.address;
        try {
          history.replaceState(history.state, "", this.written || location.pathname + location.search);
        } catch { /* an address that may not be written: the button still copies it */ }
      },
      async copy() {
        this.link = location.href.split("#")[0] + this.address;
        try {
          await navigator.clipboard.writeText(this.link);
          this.link = "";
          this.say(this.library.ui.link.copied);
        } catch { /* not allowed here: the link stands on the page to be copied by hand */ }
      },
      // --- a case of several conditions -----------------------------------------------------------------------------
      ask(code) {
        this.stop();
        if (code && code !== this.choices.built && page.served()) this.later("asking", () => this.build(), REST);
      },
      stop() {
        clearTimeout(this.timers.asking);
        this.building?.abort();
        this.building = null;
        this.job = null;
      },
      // The numbers of the very severity on which the slider rests.
      async measure() {
        if (!this.unmeasured) return;
        const exact = await page.measure(this.unmeasured).catch(() => null); // without an answer they stay about right
        if (exact) this.$emit("set", { exact });
      },
      async build() {
        this.stop();
        const { code } = this;
        const building = (this.building = new AbortController());
        this.job = { seconds: 0 };
        const last = await page.build(code, (job) => { if (building === this.building) this.job = { seconds: this.job?.seconds ?? 0, ...job }; }, building.signal)
          .catch(() => ({ lost: true }));
        if (building !== this.building) return;
        this.job = last.done ? null : last;
        if (last.done) this.$emit("set", { built: code, flight: this.choices.flight });
      },
      // --- what one takes home: this case, or from the healthy spine everything, as one file ----------------------------
      async pack() {
        this.stop();
        const { choices, library, spot } = this;
        const code = spot.place.geometry ? page.case_code(library, choices) : "all";
        const packing = (this.building = new AbortController());
        this.job = { file: true, seconds: 0 };
        const tell = (job) => { if (packing === this.building) this.job = { file: true, seconds: this.job?.seconds ?? 0, ...job }; }; // done has no seconds: those of before stand
        const last = await page.build(code, tell, packing.signal, "files")
          .then(async (end) => { if (end.done) await page.save_file(code, spot, choices, packing.signal); return end; })
          .catch(() => ({ lost: true }));
        if (packing === this.building) this.job = last.done ? null : { file: true, ...last };
      },
      // --- a server that was lost ------------------------------------------------------------------------------------
      // trame's connection has ended and does not come again: from now on the page looks itself, as long as it stands.
      lose_server() {
        this.lost = true;
        this.look_for_server();
      },
      async look_for_server() {
        const there = await fetch("index.html", { method: "HEAD", cache: "no-store" }).then((answer) => answer.ok, () => false);
        this.later("looking", () => this.look_for_server(), TRY);
        const back = this.lost && there;
        this.lost = !there;
        if (!back) return;
        this.say(this.library.ui.connection.back);
        const { failed, attempt } = this.choices;
        this.$emit("set", { trame_error_report_msg: "", ...(failed ? { failed: null, attempt: attempt + 1 } : {}) });
        if (this.job?.lost && !this.job.file) this.ask(this.code); // what was being built is asked for again
      },
    },
    render() {
      const { spot, library, choices, numbers, act, job, notice, link, full, lost, build, stop, history: { past, future } } = this;
      const forget = () => { this.notice = null; this.link = ""; };
      const undoable = past.length > 0, redoable = future.length > 0;
      return this.$slots.default({ spot, library, choices, numbers, act, job, notice, link, full, lost, build, stop, forget, undoable, redoable });
    },
  };

  // A text whose terms are buttons; the point or comma behind one stays on its line.
  const TermText = {
    props: ["runs", "marked"],
    emits: ["term"],
    computed: {
      pieces() { return page.pieces(this.runs); },
    },
    template: `<template v-for="(run, i) in pieces" :key="i"><span v-if="run.term" class="whole"><button type="button" class="term"
      :data-term="run.term" :aria-pressed="String(marked.includes(run.term))" @click="$emit('term', run.term)">{{ run.text
      }}</button>{{ run.tail }}</span><span v-else :class="{ source: run.source }">{{ run.text }}</span></template>`,
  };

  // A sheet over the page that keeps the focus until it is closed: the browser's own dialog.
  const ModalSheet = {
    props: ["open", "label"],
    emits: ["close"],
    template: `<dialog ref="sheet" class="sheet" :aria-label="label" @close="$emit('close')" @click.self="$refs.sheet.close()"><slot v-if="open" /></dialog>`,
    mounted() { this.show(); },
    watch: { open: { handler() { this.show(); }, flush: "post" } }, // what is in it is there first, and its first button gets the focus
    methods: {
      show() {
        const { sheet } = this.$refs;
        if (this.open && !sheet.open) sheet.showModal();
        if (!this.open && sheet.open) sheet.close();
      },
    },
  };

  // What the address holds, or nothing where it can't be read at all.
  function legible(hash) {
    try {
      return decodeURIComponent(hash);
    } catch {
      return hash;
    }
  }

  // The ids that the viewer holds.
  const present = () => window.lumbar?.view?.model.ids() ?? [];

  // What opens takes the focus to its first button, so that a key can go on from there.
  const first = { mounted(element) { element.querySelector("button").focus(); } };

  function install(app) {
    app.config.globalProperties.page = page;
    app.directive("first", first);
    app.component("Spot", Spot).component("TermText", TermText).component("ModalSheet", ModalSheet).component("PartRow", page.PartRow);
  }

  Object.assign(page, { legible, present, install });
})((globalThis.lumbar_page ??= {}));
