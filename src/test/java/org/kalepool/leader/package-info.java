/** Two pools on one database, of which one farms. */
@org.jspecify.annotations.NullMarked
package org.kalepool.leader;
