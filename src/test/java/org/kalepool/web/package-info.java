/** What stands before every route: the gate, clients and their limits, keys, strict JSON. */
@org.jspecify.annotations.NullMarked
package org.kalepool.web;
