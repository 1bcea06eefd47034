/**
 * {@code pool load}: measures a full pool, in a process of its own, block by block under calls of
 * farmers.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.lab.load;
