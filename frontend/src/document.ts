// Entry of the editor page: styles of the editor, then the <tablee-editor> element.
import "./styles/editor.css";
