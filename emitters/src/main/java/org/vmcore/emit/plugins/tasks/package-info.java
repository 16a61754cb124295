/** {@code plugins/tasks}: all tasks in a form for programs. */
package org.vmcore.emit.plugins.tasks;
