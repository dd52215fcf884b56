// Entry of every page: the styles, and small comforts that no page depends on.
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/components.css";
import "./styles/dialog.css";
import "./styles/faces.css";
import "./styles/forms.css";
import "./styles/pages.css";
import "./styles/reading.css";
import "./styles/print.css";
import { comfortChoices } from "./pages/choices";
import { comfortCopying } from "./pages/copy";
import { comfortDrawer } from "./pages/drawer";
import { comfortMenus } from "./pages/menus";
import { comfortNotices } from "./pages/notices";
import { comfortRefusals } from "./pages/refusals";
import { comfortSigningOut } from "./pages/sign-out";

comfortMenus();
comfortDrawer();
comfortCopying();
comfortChoices();
comfortRefusals();
comfortNotices();
comfortSigningOut();
