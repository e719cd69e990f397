/** The page's entry: styles, theme, then the application. Monaco, the compiler and the kernel load after first paint. */
import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/source-serif-4/index.css';
import '@fontsource-variable/source-serif-4/wght-italic.css';
import '@fontsource-variable/jetbrains-mono/index.css';
import './style/tokens.css';
import './style/base.css';
import './style/page.css';
import './style/notebook.css';
import './style/palette.css';
import './style/search.css';
import './style/gallery.css';
import './style/document.css';
import './style/tour.css';
import './app.ts';
import { unseenStyles } from './style/unseen.ts';

if (unseenStyles.styleSheet !== undefined) document.adoptedStyleSheets.push(unseenStyles.styleSheet);
