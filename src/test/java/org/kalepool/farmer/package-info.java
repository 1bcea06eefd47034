/** Farmers' routes over HTTP, registrations as an attack, and a farmer's life in the database. */
@org.jspecify.annotations.NullMarked
package org.kalepool.farmer;
