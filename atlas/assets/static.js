// The page without a server: trame's state as a plain reactive object, and the app on it.
(function () {
  "use strict";
  const { state: first, template, plugins } = window.__LUMBAR_PAGE__;
  const state = Vue.reactive(first);
  const listeners = new Set();
  const update = (values) => {
    Object.assign(state, values);
    for (const listener of listeners) listener({ type: "dirty-state", keys: Object.keys(values) });
  };
  const get = (key) => state[key];
  const set = (key, value) => update({ [key]: value });
  const nothing = () => Promise.resolve();
  const told = {
    state, get, set, update, flush: nothing, dirty: nothing, ready: true, getAllKeys: () => Object.keys(state),
    addListener: (listener) => listeners.add(listener), removeListener: (listener) => listeners.delete(listener),
  };
  const trame = { state: told, trigger: nothing, refs: {} };
  window.trame = trame;
  const app = Vue.createApp({
    template,
    setup: () => ({ ...Vue.toRefs(state), trame, get, set, setAll: update, trigger: nothing, flushState: nothing }),
  });
  app.provide("trame", trame);
  for (const plugin of plugins) app.use((0, eval)(plugin));
  app.mount("#app");
})();
