import "../../widget/src/paper/tokens.css";
import "../../widget/src/paper/base.css";
import "./styles/buttons.css";
import "./styles/small.css";
import "./styles/frame.css";
import "./styles/line.css";
import "./styles/talk.css";
import "./styles/ring.css";
import "./styles/person.css";
import "./styles/pages.css";
import "./styles/narrow-talk.css";
import "./styles/narrow.css";
import { render } from "preact";
import { App } from "./app";

const root = document.getElementById("console");
if (root) render(<App />, root);
