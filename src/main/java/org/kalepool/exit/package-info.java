/**
 * Payouts. Departure: drains what is open, splits the rewards, pays both sides and closes the
 * wallet. And payouts of what is earned, whose farmers stay.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.exit;
