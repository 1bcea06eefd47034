/** Departure: drains what is open, splits the rewards, pays both sides and closes the wallet. */
@org.jspecify.annotations.NullMarked
package org.kalepool.exit;
