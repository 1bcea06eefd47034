/** The harvest service: settles every pail, by a harvest or with the cause of its loss. */
@org.jspecify.annotations.NullMarked
package org.kalepool.harvest;
