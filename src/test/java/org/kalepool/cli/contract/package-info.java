@org.jspecify.annotations.NullMarked
package org.kalepool.cli.contract;
