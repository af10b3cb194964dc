// What the page says, in the phone's language. Nothing here knows when it is said.

const ENGLISH = {
  lobbyTitle: 'Your appointment is ready to finish',
  lobbyLead: 'Everything is filled in. You only need to check it and pay on the clinic’s own page.',
  lobbyLeadReview: 'Everything is filled in. Please check it and confirm on the clinic’s own page.',
  lobbyLeadCode: 'The clinic’s page asks for a code that was sent to your phone.',
  continue: 'Continue', opening: 'Opening…', clinic: 'Clinic', service: 'Service', when: 'When', provider: 'With', deposit: 'To pay now', number: 'Confirmation number',
  onlyYou: 'This link is only for you. Please do not pass it on.',
  offline: 'No connection. Please try again.', badLink: 'This link is not complete. Please open it again from your message.',
  elsewhereTitle: 'Already open on another device', elsewhereLead: 'This appointment is open on the device that used the link first. If that was you, you can go on here; the other one will be closed.',
  takeOver: 'Go on here',
  goneTitle: 'This link no longer works', goneLead: 'It has ended or was never valid. If you still need an appointment, please answer the clinic’s message.',
  // the live page
  connecting: 'Connecting…', reconnecting: 'Connection lost. Reconnecting…', notSent: 'No connection just now. Please press again in a moment.', notReady: 'Your page is not ready yet. Please press again in a moment.',
  pressLost: 'The connection was lost as you pressed. Please look, and press again.',
  phase_preparing: 'Preparing your booking…', phase_filling_in: 'One moment, filling in the next step…',
  phase_your_turn_payment: 'Your turn: enter your card and pay', phase_your_turn_review: 'Your turn: check and confirm',
  phase_your_turn_verification_code: 'Your turn: enter the code you received', phase_your_turn_captcha: 'Your turn: please answer the question',
  phase_checking_payment: 'Checking with the clinic…', phase_refused: 'Not accepted. You can try another card.',
  phase_reconnecting: 'One moment, bringing your page back…', phase_booked: 'Booked',
  step_opening: 'Opening the clinic’s page', step_service: 'Choosing your service', step_provider: 'Choosing your provider', step_date_time: 'Choosing your time', step_phone: 'Entering your phone number', step_verification_code: 'Checking the code', step_details: 'Entering your details', step_review: 'Checking everything', step_payment: 'Going to the payment page',
  timeLeft: 'Time left', stillThere: 'Are you still there?', stay: 'Yes', refusedFallback: 'The payment was not accepted. You can try another card.',
  typeAgain: 'Filled in. Type to replace it.',
  ok: 'OK', cancel: 'Cancel', leave: 'Leave', remain: 'Stay here', leaveQuestion: 'Leave this page? What you entered may be lost.', close: 'Close', closeWindow: 'Close this window',
  // the end
  bookedTitle: 'You’re booked', bookedLead: 'The clinic has confirmed your appointment.', calendar: 'Add to calendar', seePage: 'See the clinic’s page', backToEnd: 'Back',
  expiredTitle: 'This link has expired', expiredLead: 'For your safety it only works for a short time. Please answer the clinic’s message to get a new one. Nothing was charged through this link.',
  cancelledTitle: 'This booking was cancelled', cancelledLead: 'If that is a surprise, please answer the clinic’s message.',
  failedTitle: 'This did not work', takenTitle: 'That time has just been taken',
  advice_start_again: 'Nothing was booked. Please answer the clinic’s message to start again.', advice_choose_another_time: 'Please answer the clinic’s message to choose another time.',
  advice_call_before_paying: 'We could not see how the payment ended. Please call the clinic before you pay again.',
  takenOverTitle: 'Continued on another device', takenOverLead: 'Your appointment is now open there. You can close this page.',
  noCookiesTitle: 'This browser keeps no cookies',
  noCookiesLead: 'Without them we cannot tell that the link is yours. Allow cookies for this page, or open the link in another browser.',
  stoppedTitle: 'Something went wrong here', stoppedLead: 'Please open the link again from your message.',
};

const SPANISH = {
  lobbyTitle: 'Su cita está casi lista',
  lobbyLead: 'Todo está rellenado. Solo tiene que revisarlo y pagar en la página de la clínica.',
  lobbyLeadReview: 'Todo está rellenado. Revíselo y confírmelo en la página de la clínica.',
  lobbyLeadCode: 'La página de la clínica pide un código que se envió a su teléfono.',
  continue: 'Continuar', opening: 'Abriendo…', clinic: 'Clínica', service: 'Servicio', when: 'Cuándo', provider: 'Con', deposit: 'A pagar ahora', number: 'Número de confirmación',
  onlyYou: 'Este enlace es solo para usted. Por favor, no lo comparta.',
  offline: 'Sin conexión. Inténtelo de nuevo.', badLink: 'El enlace está incompleto. Ábralo de nuevo desde su mensaje.',
  elsewhereTitle: 'Ya está abierta en otro dispositivo', elsewhereLead: 'Esta cita está abierta en el dispositivo que usó el enlace primero. Si fue usted, puede seguir aquí; la otra se cerrará.',
  takeOver: 'Seguir aquí',
  goneTitle: 'Este enlace ya no funciona', goneLead: 'Ha terminado o nunca fue válido. Si todavía necesita una cita, responda al mensaje de la clínica.',
  connecting: 'Conectando…', reconnecting: 'Conexión perdida. Reconectando…', notSent: 'Ahora no hay conexión. Púlselo de nuevo en un momento.', notReady: 'La página aún no está lista. Púlselo de nuevo en un momento.',
  pressLost: 'Se perdió la conexión al pulsar. Compruébelo y púlselo de nuevo.',
  phase_preparing: 'Preparando su reserva…', phase_filling_in: 'Un momento, rellenando el siguiente paso…',
  phase_your_turn_payment: 'Su turno: introduzca su tarjeta y pague', phase_your_turn_review: 'Su turno: revise y confirme',
  phase_your_turn_verification_code: 'Su turno: introduzca el código recibido', phase_your_turn_captcha: 'Su turno: responda a la pregunta',
  phase_checking_payment: 'Comprobando con la clínica…', phase_refused: 'No aceptado. Puede probar otra tarjeta.',
  phase_reconnecting: 'Un momento, recuperando su página…', phase_booked: 'Reservado',
  step_opening: 'Abriendo la página de la clínica', step_service: 'Eligiendo su servicio', step_provider: 'Eligiendo su profesional', step_date_time: 'Eligiendo su hora', step_phone: 'Introduciendo su teléfono', step_verification_code: 'Comprobando el código', step_details: 'Introduciendo sus datos', step_review: 'Comprobando todo', step_payment: 'Yendo a la página de pago',
  timeLeft: 'Tiempo restante', stillThere: '¿Sigue ahí?', stay: 'Sí', refusedFallback: 'El pago no fue aceptado. Puede probar otra tarjeta.',
  typeAgain: 'Ya rellenado. Escriba para cambiarlo.',
  ok: 'Aceptar', cancel: 'Cancelar', leave: 'Salir', remain: 'Quedarse', leaveQuestion: '¿Salir de esta página? Lo introducido puede perderse.', close: 'Cerrar', closeWindow: 'Cerrar esta ventana',
  bookedTitle: 'Cita reservada', bookedLead: 'La clínica ha confirmado su cita.', calendar: 'Añadir al calendario', seePage: 'Ver la página de la clínica', backToEnd: 'Volver',
  expiredTitle: 'Este enlace ha caducado', expiredLead: 'Por su seguridad solo funciona poco tiempo. Responda al mensaje de la clínica para recibir otro. No se ha cobrado nada por este enlace.',
  cancelledTitle: 'Esta reserva se canceló', cancelledLead: 'Si le sorprende, responda al mensaje de la clínica.',
  failedTitle: 'No ha funcionado', takenTitle: 'Esa hora acaba de ocuparse',
  advice_start_again: 'No se ha reservado nada. Responda al mensaje de la clínica para empezar de nuevo.', advice_choose_another_time: 'Responda al mensaje de la clínica para elegir otra hora.',
  advice_call_before_paying: 'No pudimos ver cómo terminó el pago. Llame a la clínica antes de pagar otra vez.',
  takenOverTitle: 'Continúa en otro dispositivo', takenOverLead: 'Su cita está abierta allí. Puede cerrar esta página.',
  noCookiesTitle: 'Este navegador no guarda cookies',
  noCookiesLead: 'Sin ellas no podemos saber que el enlace es suyo. Permita las cookies en esta página o abra el enlace en otro navegador.',
  stoppedTitle: 'Algo ha fallado aquí', stoppedLead: 'Abra de nuevo el enlace desde su mensaje.',
};

const spanish = (navigator.languages ?? [navigator.language]).find((tag) => /^(en|es)/i.test(tag))?.toLowerCase().startsWith('es');
const words = spanish ? SPANISH : ENGLISH;

export const language = spanish ? 'es' : 'en';

/** @param {string} key @returns {string} the words, or nothing where there are none */
export const say = (key) => words[key] ?? '';

/** @param {string} id @returns {HTMLElement} */
export const part = (id) => document.getElementById(id);
