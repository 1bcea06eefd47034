/** Tests of the stepped clock and of what it drives. */
@org.jspecify.annotations.NullMarked
package org.kalepool.lab.step;
