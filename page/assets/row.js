// A line of the tree of parts: a name, and what can be done with all that bears it.
(function (page) {
  "use strict";

  const HOWS = [["shown", "show", "mdi-eye-outline"], ["faded", "fade", "mdi-circle-opacity"], ["hidden", "hide", "mdi-eye-off-outline"]];

  const PartRow = {
    props: ["spot", "choices", "parts", "title", "fold"],
    emits: ["set"],
    computed: {
      ui() { return this.spot.library.ui.tree; },
      open() { return this.choices.unfolded.includes(this.fold); },
      stand() { return page.stand(page.opacity(this.spot, this.choices), this.parts); },
      alone() { return JSON.stringify(this.choices.isolated) === JSON.stringify(this.parts); },
      hows: () => HOWS,
    },
    methods: {
      go() {
        const { fold, open, parts, choices } = this;
        if (!fold) return this.$emit("set", page.go(parts[0], choices));
        const others = choices.unfolded.filter((each) => each !== fold && !each.startsWith(`${fold}/`));
        return this.$emit("set", { unfolded: open ? others : [...choices.unfolded, fold] });
      },
      make(how) { this.$emit("set", page.touch(this.parts, how, this.choices)); },
      only() { this.$emit("set", page.only(this.parts, this.choices)); },
    },
    template: `<div class="row" :class="{ lit: choices.picked === parts[0] && !fold }">
      <button type="button" class="name" :aria-expanded="fold ? String(open) : undefined" @click="go()"><i v-if="fold" class="mdi" :class="open ? 'mdi-chevron-down' : 'mdi-chevron-right'" aria-hidden="true"></i>{{ title
        }}<small v-if="fold"> {{ parts.length }}</small></button>
      <button v-for="[how, text, icon] in hows" :key="how" type="button" class="how" :data-how="how" :aria-pressed="String(stand === how)"
        :aria-label="ui[text] + ': ' + title" :title="ui[text]" @click="make(how)"><i class="mdi" :class="icon" aria-hidden="true"></i></button>
      <button type="button" class="how" data-how="only" :aria-pressed="String(alone)" :aria-label="ui.only + ': ' + title" :title="ui.only" @click="only()"><i
        class="mdi mdi-image-filter-center-focus" aria-hidden="true"></i></button>
    </div>`,
  };

  // Pick a part and fly to it.
  const go = (part, { flight }) => ({ ...page.unmoved(), picked: part, term: null, menu: null, focus: [part], flight: flight + 1 });

  Object.assign(page, { PartRow, go });
})((globalThis.lumbar_page ??= {}));
