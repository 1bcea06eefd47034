/** {@code pool step}: the service on a clock that its tests move on. */
@org.jspecify.annotations.NullMarked
package org.kalepool.lab.step;
