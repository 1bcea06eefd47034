/** Plants: when, for whom and how much, on a farm that a test drives ledger by ledger. */
@org.jspecify.annotations.NullMarked
package org.kalepool.plant;
