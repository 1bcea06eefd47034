/** What takes minutes to measure and runs only when it is asked for. */
@org.jspecify.annotations.NullMarked
package org.kalepool.bench;
