/**
 * The shapes the wizard passes around. The server's side of them is in src/site/page.rs and src/site/api.rs.
 *
 * @typedef {{id: string, name: string}} Provider
 * @typedef {{id: string, name: string, durationMinutes: number, priceCents: number, depositCents: number,
 *            providers: Provider[]}} Service
 * @typedef {{name: string, services: Service[]}} Category
 * @typedef {{date: string, state: 'past'|'closed'|'full'|'open'|'tooFar'}} Day
 * @typedef {{time: string, available: boolean}} Slot
 * @typedef {{service: string, provider: string, date: string, time: string, durationMinutes: number,
 *            depositCents: number}} Summary
 * @typedef {{name: string, phone: string, email: string, address: string, timezone: string}} Clinic
 *
 * @typedef {object} Boot what the server wrote into the page
 * @property {string} visit
 * @property {string} slug
 * @property {Object<string, any>} scenario the switches, see src/scenario.rs
 * @property {Clinic} clinic
 * @property {string} cardOrigin
 * @property {string} today
 * @property {string} firstMonth
 * @property {any} confirmed the booking of a /confirmation URL
 */
export {};
