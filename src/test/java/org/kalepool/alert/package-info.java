/** Tests of operators' alerts. */
@org.jspecify.annotations.NullMarked
package org.kalepool.alert;
