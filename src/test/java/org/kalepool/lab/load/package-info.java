/** The load run's goals, and a small run of the packaged pool. */
@org.jspecify.annotations.NullMarked
package org.kalepool.lab.load;
