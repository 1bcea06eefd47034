package org.kalepool.exit;

import java.util.UUID;

/**
 * A contract has paid a farmer out, and what is left in its account is to go on soon, or it is not
 * known whether that has: look.
 */
record AccountLeftOpen(UUID farmer) {}
