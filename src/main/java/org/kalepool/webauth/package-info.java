/**
 * Logging in by a wallet, as SEP-10 has it: makes challenges, looks at their answers, and has the
 * farmer whose payout wallet it is logged in. That a challenge is answered once is written down
 * here; whose tokens and sessions come of it is the farmers' module's.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.webauth;
