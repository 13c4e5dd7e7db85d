/** The lab page. */
import "./styles/lab-page.css";
import { mount } from "svelte";
import { openEditor } from "./open";
import { watchStylesheets } from "./parts/stylesheets";
import { readBoot } from "./state/boot";
import App from "./ui/App.svelte";

watchStylesheets();
const target = document.getElementById("app");
if (!target) throw new Error("the page has no #app");
const editor = await openEditor(readBoot(document));
target.replaceChildren();
mount(App, { target, props: { editor } });
