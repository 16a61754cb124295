/**
 * What a dump can tell of control groups beyond their files: those that are gone and still used.
 */
package org.vmcore.emit.plugins.cgroups;
