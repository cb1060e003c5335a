// The Vue plugin that trame (`vue_use`) and the static page install: window.lumbar_view.
import { spineView } from "./element.js";

export function install(app) {
  app.component("SpineView", spineView(window.Vue));
}
