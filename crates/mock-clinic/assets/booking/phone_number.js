// The kinds of phone field a site may have, and what they make of what is typed.

const digitsOf = (/** @type {string} */ text) => text.replace(/\D/g, '');

/** The number as E.164, or nothing when the field does not take it. @param {any} wizard @returns {string|null} */
export function readPhone({ scenario, chosen }) {
  const digits = digitsOf(chosen.phone);
  switch (scenario.phoneField) {
    case 'e164':
      return /^\+\d{10,15}$/.test(chosen.phone.replace(/[\s()-]/g, '')) ? `+${digits}` : null;
    case 'country':
      return digits.length >= 8 && digits.length <= 10 ? `${chosen.country}${digits}` : null;
    default: {
      const national = digits.length === 11 && digits.startsWith('1') ? digits.slice(1) : digits;
      return national.length === 10 ? `+1${national}` : null;
    }
  }
}

/** Lays "(440) 555-0122" over what is typed, as a US-only mask does. @param {HTMLInputElement} input */
export function mask(input) {
  const [, area, exchange, line] = digitsOf(input.value).match(/^(\d{0,3})(\d{0,3})(\d{0,4})/);
  input.value = line ? `(${area}) ${exchange}-${line}` : exchange ? `(${area}) ${exchange}` : area;
}

export const COUNTRIES = [['+1', 'United States (+1)'], ['+52', 'Mexico (+52)'], ['+44', 'United Kingdom (+44)'],
  ['+49', 'Germany (+49)']];

export const PLACEHOLDERS = {
  national: '(440) 555-0122', e164: '+1 440 555 0122', masked: '(___) ___-____', country: '440 555 0122',
};
