// What the kinds of controls have in common.

/** Holds a text that the patient types. */
export const isField = ({ kind }) => kind === 'text' || kind === 'area' || kind === 'picker';
/** Is brought to a state. */
export const isChoice = ({ kind }) => kind === 'check' || kind === 'radio' || kind === 'select';
/** Does something once. */
export const isPressed = ({ kind }) => kind === 'button' || kind === 'link';
