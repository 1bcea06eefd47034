/**
 * The thin layer over JDBC that the modules' queries share. It joins the caller's transaction where
 * there is one, and commits each statement by itself where there is none.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.db;
