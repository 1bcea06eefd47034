/** The work engine: mines for planted farmers and submits what it finds. */
@org.jspecify.annotations.NullMarked
package org.kalepool.work;
