/**
 * What the modules' repositories share: how value types are stored, what a failure of the database
 * means, and whether it can be used.
 */
@NullMarked
package org.kalepool.db;

import org.jspecify.annotations.NullMarked;
