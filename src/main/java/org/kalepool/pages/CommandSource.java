package org.kalepool.pages;

import java.util.List;

/** Knows some of the operators' commands. */
interface CommandSource {
  List<OperatorCommand> commands();
}
