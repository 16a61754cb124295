package org.vmcore.model;

import org.vmcore.io.Fault;

/** An emitter used up its budget of memory reads or of time. */
public final class BudgetSpent extends Fault {
  private static final long serialVersionUID = 1L;

  public BudgetSpent(String budget) {
    super("budget spent: " + budget, "", "");
  }
}
