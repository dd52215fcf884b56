// Entry of every page: styles and the small elements.
export {};
