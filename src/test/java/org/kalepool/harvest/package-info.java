/** Harvests, their fees and lost stakes, block by block on a farm that a test drives. */
@org.jspecify.annotations.NullMarked
package org.kalepool.harvest;
