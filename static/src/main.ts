/** The lab page. */
import { mount } from "svelte";
import { readBoot } from "./state/boot";
import { openEditor } from "./state/open";
import App from "./ui/App.svelte";
import "./styles/lab-page.css";

const target = document.getElementById("app");
if (!target) throw new Error("the page has no #app");
const editor = await openEditor(readBoot(document));
target.replaceChildren();
mount(App, { target, props: { editor } });
