/** How the pool starts beside embedded services, and how it stops in time. */
@org.jspecify.annotations.NullMarked
package org.kalepool.cli.serve;
