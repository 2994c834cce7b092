/** Whose object a path starts in: the notebook's root, a cell, or an output. */
export type Scope = "notebook" | "cell" | "output"

/** What happens to a field.
 *  `drop`: removed. `clear`: set to null. `alike`: compared as if equal, never rewritten. `keep`: somebody's intent.
 *  All but `keep` are volatile. */
export type Action = "drop" | "clear" | "alike" | "keep"

/** One kind of field that changes without anybody's doing, or that looks so and is kept. */
export interface Rule {
  /** The scope, then the keys from there down: see `rule-path.ts`. It covers all that lies below. */
  readonly path: string
  readonly action: Action
  /** `empty`: only where the value is an empty list or object. `unshown`: a normalized file keeps it while a
   *  kept output shows a widget; to a comparison it is volatile all the same, since every run renames it. */
  readonly when?: "empty" | "unshown"
  readonly writer: string
  readonly reason: string
}

/** The volatile fields and who writes them. The last rule that matches decides, so a custom rule goes after
 *  these. An object that a `drop` rule reaches into goes too when nothing is left in it. */
export const RULE_TABLE: readonly Rule[] = [
  // Counts
  {
    path: "{cell,output}.{execution_count,prompt_number}",
    action: "clear",
    writer: "every kernel",
    reason: "counts the runs of one session",
  },

  // The format's own leftovers
  {
    path: "notebook.metadata.signature",
    action: "drop",
    writer: "IPython 2 and 3",
    reason: "a trust mark of one machine",
  },
  {
    path: "notebook.{orig_nbformat,orig_nbformat_minor}",
    action: "drop",
    writer: "nbformat",
    reason: "what the file was before it was read",
  },
  {
    path: "notebook.metadata.{orig_nbformat,orig_nbformat_minor}",
    action: "drop",
    writer: "nbformat, VS Code",
    reason: "what the file was before it was read",
  },
  { path: "cell.metadata.trusted", action: "drop", writer: "Jupyter", reason: "a trust mark of one machine" },

  // When, and by whom, a cell was run
  { path: "cell.metadata.execution", action: "drop", writer: "JupyterLab", reason: "times of the last run" },
  {
    path: "cell.metadata.ExecuteTime",
    action: "drop",
    writer: "jupyter-contrib ExecuteTime",
    reason: "times of the last run",
  },
  {
    path: "cell.metadata.executionInfo",
    action: "drop",
    writer: "Colab",
    reason: "times of the last run, and a person's name, id and photo",
  },
  {
    path: "cell.metadata.{execution_start,execution_millis,execution_context_id,deepnote_to_be_reexecuted,output_cleared}",
    action: "drop",
    writer: "Deepnote",
    reason: "state of the last run",
  },
  {
    path: "cell.metadata.source_hash",
    action: "drop",
    writer: "Deepnote",
    reason: "follows from the source",
  },
  {
    path: "cell.metadata.gather.logged",
    action: "drop",
    writer: "Azure Machine Learning",
    reason: "the time of the last run",
  },
  {
    path: "{notebook,cell}.metadata.lastEditStatus",
    action: "drop",
    writer: "Snowflake",
    reason: "who saved it last, with an e-mail address, and when",
  },
  {
    path: 'cell.metadata."application/vnd.databricks.v1+cell".{startTime,finishTime,submitTime,rowLimit,byteLimit,implicitDf,commandId,cellMetadata.rowLimit,cellMetadata.byteLimit,cellMetadata.implicitDf}',
    action: "drop",
    writer: "Databricks",
    reason: "times and limits of the last run",
  },
  {
    path: 'notebook.metadata."application/vnd.databricks.v1+notebook".{notebookMetadata.mostRecentlyExecutedCommandWithImplicitDF,mostRecentlyExecutedCommandWithImplicitDF,commandId}',
    action: "drop",
    writer: "Databricks",
    reason: "the command that was run last",
  },
  {
    path: 'notebook.metadata."application/vnd.databricks.v1+notebook".widgets.*.{currentValue,nuid}',
    action: "drop",
    writer: "Databricks",
    reason: "what was chosen in the last run",
  },
  {
    path: "notebook.metadata.{deepnote_execution_queue,deepnote_persisted_session}",
    action: "drop",
    writer: "Deepnote",
    reason: "state of the last session",
  },
  {
    path: "cell.metadata.{deepnote_output_heights,deepnote_table_state,deepnote_table_loading,deepnote_table_invalid,output_heights,table_state}",
    action: "drop",
    writer: "Deepnote",
    reason: "how the outputs were shown",
  },
  {
    path: 'notebook.metadata."@webio"',
    action: "drop",
    writer: "Julia's WebIO",
    reason: "names of one session",
  },
  {
    path: "cell.metadata.jupyter.is_executing",
    action: "drop",
    writer: "PyCharm",
    reason: "state of the last run",
  },
  {
    path: "notebook.metadata.colab.{last_runtime,background_execution,background_save,resources}",
    action: "drop",
    writer: "Colab",
    reason: "the machine and the state of one session",
  },
  {
    path: "notebook.metadata.{last_runtime,mount_file_id,background_save}",
    action: "drop",
    writer: "Colab",
    reason: "the machine and the state of one session",
  },
  {
    path: "{cell,notebook}.metadata.colab.{mount_file_id,output_extras,background_save,resources,last_runtime}",
    action: "drop",
    writer: "Colab",
    reason: "names of one session, and what its outputs loaded",
  },
  {
    path: "notebook.metadata.papermill.{duration,start_time,end_time,exception,input_path,output_path,version}",
    action: "drop",
    writer: "papermill",
    reason: "times, status and paths of the last run",
  },
  {
    path: "notebook.metadata.papermill.{parameters,default_parameters,environment_variables}",
    action: "keep",
    writer: "papermill",
    reason: "what the run was asked for",
  },
  {
    path: "cell.metadata.papermill.{duration,start_time,end_time,exception,status}",
    action: "drop",
    writer: "papermill",
    reason: "times and status of the last run",
  },

  // How the editor showed it
  {
    path: "cell.metadata.{collapsed,scrolled,autoscroll,heading_collapsed}",
    action: "drop",
    writer: "Jupyter",
    reason: "what was folded or scrolled",
  },
  { path: "cell.collapsed", action: "drop", writer: "nbformat 3", reason: "what was folded" },
  {
    path: "cell.metadata.jp-MarkdownHeadingCollapsed",
    action: "drop",
    writer: "JupyterLab",
    reason: "what was folded",
  },
  {
    path: "cell.metadata.jupyter.outputs_hidden",
    action: "drop",
    writer: "JupyterLab",
    reason: "what was folded",
  },
  {
    path: "cell.metadata.deepnote_cell_height",
    action: "drop",
    writer: "Deepnote",
    reason: "height on one screen",
  },
  {
    path: "cell.metadata.{code_folding,run_control}",
    action: "drop",
    writer: "jupyter-contrib",
    reason: "what was folded or frozen",
  },
  {
    path: "notebook.metadata.{toc,toc-*,varInspector,notify_time,celltoolbar,latex_envs,nbTranslate}",
    action: "drop",
    writer: "Jupyter Notebook, jupyter-contrib",
    reason: "panels, their places and sizes",
  },
  {
    path: "{notebook,cell}.metadata.pycharm",
    action: "drop",
    writer: "PyCharm",
    reason: "state of the editor",
  },
  {
    path: "notebook.metadata.nteract.version",
    action: "drop",
    writer: "nteract",
    reason: "the editor's version",
  },
  {
    path: "notebook.metadata.kernel_info",
    action: "drop",
    writer: "nteract",
    reason: "repeats kernelspec.name",
  },

  // Which machine it ran on
  {
    path: "notebook.metadata.kernelspec.display_name",
    action: "alike",
    writer: "every machine",
    reason: "each names its environment its own way (base, .venv)",
  },
  {
    path: "notebook.metadata.kernelspec.{name,language}",
    action: "keep",
    writer: "an author",
    reason: "says what runs the notebook",
  },
  {
    path: "notebook.metadata.language_info.version",
    action: "drop",
    writer: "every kernel",
    reason: "follows the machine",
  },
  {
    path: "notebook.metadata.language_info.{codemirror_mode.version,pygments_lexer}",
    action: "alike",
    writer: "every kernel",
    reason: "follows the kernel's version",
  },
  {
    path: "notebook.metadata.language_info.name",
    action: "keep",
    writer: "every kernel",
    reason: "says what the sources are written in",
  },
  {
    path: "notebook.metadata.{vscode.interpreter,interpreter,kernelspec.metadata.interpreter}",
    action: "drop",
    writer: "VS Code",
    reason: "a hash of a path on one machine",
  },
  {
    path: "notebook.metadata.{availableInstances,instance_type,lcc_arn}",
    action: "drop",
    writer: "SageMaker",
    reason: "the machine that was rented, and whose account it is",
  },
  {
    path: "notebook.metadata.environment.{kernel,name,type,uri}",
    action: "drop",
    writer: "Vertex AI",
    reason: "the image of the machine",
  },

  // Colab
  {
    path: "notebook.metadata.colab.{provenance,authorship_tag,name,collapsed_sections}",
    action: "drop",
    writer: "Colab",
    reason: "whose copy it is, its file name, what was folded",
  },
  {
    path: "cell.metadata.{outputId,colab_type,colab.base_uri,colab.height,colab.referenced_widgets}",
    action: "drop",
    writer: "Colab",
    reason: "names of one session",
  },
  {
    path: "notebook.metadata.accelerator",
    action: "keep",
    writer: "Colab",
    reason: "the hardware that the notebook needs",
  },

  // Widgets
  {
    path: "notebook.metadata.widgets",
    action: "drop",
    when: "unshown",
    writer: "JupyterLab",
    reason: "the state of widgets that no output shows",
  },

  // What authors write, and what tells one cell from another
  {
    path: "cell.metadata.{jupyter.source_hidden,hidden,hide_input,slideshow,editable,deletable,name,format,raw_mimetype,tags,cellView,vscode.languageId,dotnet_interactive,polyglot_notebook,lines_to_next_cell}",
    action: "keep",
    writer: "an author",
    reason: "somebody set it",
  },
  {
    path: "cell.metadata.{id,cell_id,nuid,azdata_cell_guid}",
    action: "keep",
    writer: "Colab, Deepnote, Databricks, Azure Data Studio",
    reason: "tells one cell from another",
  },
  {
    path: "cell.metadata.tags",
    action: "drop",
    when: "empty",
    writer: "editors",
    reason: "an empty list says nothing",
  },
]
