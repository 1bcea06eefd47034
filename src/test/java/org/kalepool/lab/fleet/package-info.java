/** What a measured fleet comes to. */
@org.jspecify.annotations.NullMarked
package org.kalepool.lab.fleet;
