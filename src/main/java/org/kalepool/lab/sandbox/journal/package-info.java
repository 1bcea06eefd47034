/**
 * What outlives the process: closed ledgers in a log of records, and the whole state in a snapshot.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.lab.sandbox.journal;
