// Entry of the editor page: its styles, then the <tablee-editor> element.
import "./styles/editor.css";
import "./styles/blocks.css";
import "./styles/saving.css";
import "./styles/toolbar.css";
import "./styles/panel.css";
import "./styles/presence.css";
import "./styles/comments.css";
import "./styles/suggestions.css";

import "./editor/element";
