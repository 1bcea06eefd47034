/**
 * What the modules' settings share: how their values are read, what may be said of one that is
 * wrong, and bounds that Bean Validation does not have.
 *
 * <p>Each module has its settings in an interface with {@code @ConfigMapping}: key, default and
 * bounds beside each other. They are public since what validates them calls them from outside.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.settings;
