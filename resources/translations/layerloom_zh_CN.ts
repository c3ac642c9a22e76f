<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
    <context>
        <name>AboutDialog</name>
        <message>
            <source>About Layerloom</source>
            <translation>关于 Layerloom</translation>
        </message>
        <message>
            <source>Draw neural networks, train them on the spot and take them away as Keras files. Everything runs on this computer.</source>
            <translation>绘制神经网络，就地训练，导出为 Keras 文件。一切都在这台电脑上运行。</translation>
        </message>
        <message>
            <source>Free software under the MIT licence.</source>
            <translation>采用 MIT 许可证的自由软件。</translation>
        </message>
    </context>
    <context>
        <name>Actions</name>
        <message>
            <source>&amp;About Layerloom</source>
            <translation>关于 Layerloom(&amp;A)</translation>
        </message>
        <message>
            <source>&amp;Design</source>
            <translation>设计(&amp;D)</translation>
        </message>
        <message>
            <source>&amp;Export…</source>
            <translation>导出(&amp;E)…</translation>
        </message>
        <message>
            <source>&amp;Heat Map: Time</source>
            <translation>热力图：时间(&amp;H)</translation>
        </message>
        <message>
            <source>&amp;Import Data…</source>
            <translation>导入数据(&amp;I)…</translation>
        </message>
        <message>
            <source>&amp;Import Keras Model…</source>
            <translation>导入 Keras 模型(&amp;I)…</translation>
        </message>
        <message>
            <source>&amp;Judge</source>
            <translation>评判(&amp;J)</translation>
        </message>
        <message>
            <source>&amp;Keyboard Shortcuts</source>
            <translation>键盘快捷键(&amp;K)</translation>
        </message>
        <message>
            <source>&amp;New Sequential Model</source>
            <translation>新建序贯模型(&amp;N)</translation>
        </message>
        <message>
            <source>&amp;Open…</source>
            <translation>打开(&amp;O)…</translation>
        </message>
        <message>
            <source>&amp;Pause</source>
            <translation>暂停(&amp;P)</translation>
        </message>
        <message>
            <source>&amp;Quit</source>
            <translation>退出(&amp;Q)</translation>
        </message>
        <message>
            <source>&amp;Redo</source>
            <translation>重做(&amp;R)</translation>
        </message>
        <message>
            <source>&amp;Reset Panels</source>
            <translation>重置面板(&amp;R)</translation>
        </message>
        <message>
            <source>&amp;Save</source>
            <translation>保存(&amp;S)</translation>
        </message>
        <message>
            <source>&amp;Train</source>
            <translation>训练(&amp;T)</translation>
        </message>
        <message>
            <source>&amp;Undo</source>
            <translation>撤销(&amp;U)</translation>
        </message>
        <message>
            <source>&amp;Welcome Page</source>
            <translation>欢迎页(&amp;W)</translation>
        </message>
        <message>
            <source>All keys on one page</source>
            <translation>在一页上列出所有按键</translation>
        </message>
        <message>
            <source>Choose what the model learns from</source>
            <translation>选择模型学习所用的数据</translation>
        </message>
        <message>
            <source>Convert to &amp;Functional</source>
            <translation>转换为函数式(&amp;F)</translation>
        </message>
        <message>
            <source>Convert to &amp;Sequential</source>
            <translation>转换为序贯(&amp;S)</translation>
        </message>
        <message>
            <source>D&amp;ata</source>
            <translation>数据(&amp;A)</translation>
        </message>
        <message>
            <source>Draw the model</source>
            <translation>绘制模型</translation>
        </message>
        <message>
            <source>Draw the model in a folder: an unzipped .keras archive or a model of TensorFlow.js</source>
            <translation>绘制文件夹中的模型：解压后的 .keras 归档或 TensorFlow.js 模型</translation>
        </message>
        <message>
            <source>Draw the model of a .keras, .h5, .json or .yaml file of any Keras</source>
            <translation>将任何版本 Keras 的 .keras、.h5、.json 或 .yaml 文件中的模型绘制出来</translation>
        </message>
        <message>
            <source>End the training and keep what was learned</source>
            <translation>结束训练并保留已学到的内容</translation>
        </message>
        <message>
            <source>Examples, new models and recent projects</source>
            <translation>示例、新模型和最近的项目</translation>
        </message>
        <message>
            <source>Export &amp;Picture…</source>
            <translation>导出图片(&amp;P)…</translation>
        </message>
        <message>
            <source>F&amp;ull Screen</source>
            <translation>全屏(&amp;U)</translation>
        </message>
        <message>
            <source>Forget the weights and train from new ones</source>
            <translation>丢弃现有权重，用新的权重从头训练</translation>
        </message>
        <message>
            <source>Give the layers the weights of a file: all of them, or those of equal names</source>
            <translation>将文件中的权重赋给各层：全部的层，或名称相同的层</translation>
        </message>
        <message>
            <source>Heat Map: &amp;Memory</source>
            <translation>热力图：内存(&amp;M)</translation>
        </message>
        <message>
            <source>Hold the training; press again to go on</source>
            <translation>暂停训练；再按一次继续</translation>
        </message>
        <message>
            <source>Language, theme and autosave</source>
            <translation>语言、主题和自动保存</translation>
        </message>
        <message>
            <source>Layers one after the other</source>
            <translation>层与层依次相连</translation>
        </message>
        <message>
            <source>Layers wired freely, with several inputs and outputs</source>
            <translation>自由连接的层，可有多个输入和输出</translation>
        </message>
        <message>
            <source>Leave the program</source>
            <translation>退出程序</translation>
        </message>
        <message>
            <source>Let layers be wired freely, or back to one after the other</source>
            <translation>使层可以自由连接，或变回依次相连</translation>
        </message>
        <message>
            <source>Load Wei&amp;ghts…</source>
            <translation>加载权重(&amp;G)…</translation>
        </message>
        <message>
            <source>Make the change again</source>
            <translation>重新执行刚撤销的更改</translation>
        </message>
        <message>
            <source>Measure a step of training and colour each layer by its memory</source>
            <translation>测量一步训练，并按内存为每个层着色</translation>
        </message>
        <message>
            <source>Measure a step of training and colour each layer by its time</source>
            <translation>测量一步训练，并按用时为每个层着色</translation>
        </message>
        <message>
            <source>New &amp;Functional Model</source>
            <translation>新建函数式模型(&amp;F)</translation>
        </message>
        <message>
            <source>Open Model Fo&amp;lder…</source>
            <translation>打开模型文件夹(&amp;L)…</translation>
        </message>
        <message>
            <source>Open a project or a Keras model</source>
            <translation>打开项目或 Keras 模型</translation>
        </message>
        <message>
            <source>Optimizer, losses, metrics, epochs and callbacks</source>
            <translation>优化器、损失、指标、轮次和回调</translation>
        </message>
        <message>
            <source>Preferen&amp;ces…</source>
            <translation>首选项(&amp;C)…</translation>
        </message>
        <message>
            <source>Put all panels back to their places</source>
            <translation>将所有面板放回原位</translation>
        </message>
        <message>
            <source>Read your own table, images or arrays</source>
            <translation>读取您自己的表格、图片或数组</translation>
        </message>
        <message>
            <source>S&amp;top</source>
            <translation>停止(&amp;T)</translation>
        </message>
        <message>
            <source>Save &amp;As…</source>
            <translation>另存为(&amp;A)…</translation>
        </message>
        <message>
            <source>Save the drawing of the model as a picture</source>
            <translation>将模型图保存为图片</translation>
        </message>
        <message>
            <source>Save the project</source>
            <translation>保存项目</translation>
        </message>
        <message>
            <source>Save the project under another name</source>
            <translation>以其他名称保存项目</translation>
        </message>
        <message>
            <source>See what the trained model gets right and wrong</source>
            <translation>查看训练好的模型哪里判断正确、哪里出错</translation>
        </message>
        <message>
            <source>Take the last change back</source>
            <translation>撤销上一次更改</translation>
        </message>
        <message>
            <source>Take the model away as a Keras file or a Python script</source>
            <translation>将模型导出为 Keras 文件或 Python 脚本</translation>
        </message>
        <message>
            <source>Train &amp;Now</source>
            <translation>立即训练(&amp;N)</translation>
        </message>
        <message>
            <source>Train and watch</source>
            <translation>训练并观察</translation>
        </message>
        <message>
            <source>Train from &amp;Scratch</source>
            <translation>从头训练(&amp;S)</translation>
        </message>
        <message>
            <source>Train the model, going on from its present weights</source>
            <translation>从现有权重继续训练模型</translation>
        </message>
        <message>
            <source>Training Settin&amp;gs…</source>
            <translation>训练设置(&amp;G)…</translation>
        </message>
        <message>
            <source>Use the whole screen</source>
            <translation>使用整个屏幕</translation>
        </message>
        <message>
            <source>Version and licence</source>
            <translation>版本和许可证</translation>
        </message>
    </context>
    <context>
        <name>Adding</name>
        <message>
            <source>Insert a layer</source>
            <translation>插入层</translation>
        </message>
        <message>
            <source>Layer after {name}</source>
            <translation>{name} 之后的层</translation>
        </message>
        <message>
            <source>Layer before {name}</source>
            <translation>{name} 之前的层</translation>
        </message>
        <message>
            <source>Replace {name} by</source>
            <translation>将 {name} 替换为</translation>
        </message>
        <message>
            <source>There are no copied layers to paste.</source>
            <translation>没有可粘贴的层。</translation>
        </message>
    </context>
    <context>
        <name>AnswerView</name>
        <message>
            <source>made by hand: there is no true answer</source>
            <translation>手工输入：没有真实答案</translation>
        </message>
        <message>
            <source>true: {text}</source>
            <translation>真实：{text}</translation>
        </message>
    </context>
    <context>
        <name>ArraysPage</name>
        <message>
            <source>The last column is the target</source>
            <translation>最后一列是目标</translation>
        </message>
    </context>
    <context>
        <name>AssignBox</name>
        <message>
            <source>Inputs</source>
            <translation>输入</translation>
        </message>
        <message>
            <source>Outputs</source>
            <translation>输出</translation>
        </message>
        <message>
            <source>The model has no inputs and outputs yet.</source>
            <translation>模型还没有输入和输出。</translation>
        </message>
    </context>
    <context>
        <name>AssignRow</name>
        <message>
            <source>All input columns ({count})</source>
            <translation>所有输入列（{count}）</translation>
        </message>
        <message>
            <source>Choose columns…</source>
            <translation>选择列…</translation>
        </message>
        <message>
            <source>Choose…</source>
            <translation>选择…</translation>
        </message>
        <message>
            <source>Data for the input {name}</source>
            <translation>输入 {name} 的数据</translation>
        </message>
        <message>
            <source>Does not fit</source>
            <translation>不匹配</translation>
        </message>
        <message>
            <source>Fits</source>
            <translation>匹配</translation>
        </message>
        <message>
            <source>Fits, with a warning</source>
            <translation>匹配，但有警告</translation>
        </message>
        <message>
            <source>Set input_dim to {value}</source>
            <translation>将 input_dim 设为 {value}</translation>
        </message>
        <message>
            <source>Set the input's shape to {value}</source>
            <translation>将输入的形状设为 {value}</translation>
        </message>
        <message>
            <source>Set the labels to Integer</source>
            <translation>将标签设为整数</translation>
        </message>
        <message>
            <source>Set the labels to One-hot</source>
            <translation>将标签设为独热编码</translation>
        </message>
        <message>
            <source>Set units to {value}</source>
            <translation>将 units 设为 {value}</translation>
        </message>
        <message>
            <source>Set units to {value} and activation to linear</source>
            <translation>将单元数设为 {value}，激活函数设为 linear</translation>
        </message>
        <message>
            <source>Set units to {value} and activation to softmax</source>
            <translation>将 units 设为 {value}，激活函数设为 softmax</translation>
        </message>
        <message>
            <source>Target of the output {name}</source>
            <translation>输出 {name} 的目标</translation>
        </message>
        <message>
            <source>{name}  ·  {count} classes</source>
            <translation>{name}  ·  {count} 个类别</translation>
        </message>
    </context>
    <context>
        <name>Bars</name>
        <message>
            <source>{name} (true)</source>
            <translation>{name}（真实）</translation>
        </message>
    </context>
    <context>
        <name>Board</name>
        <message>
            <source>Model canvas</source>
            <translation>模型画布</translation>
        </message>
        <message>
            <source>The layers of the model as cards joined by wires. Tab adds a layer, Ctrl and the arrow keys go from card to card, Enter opens a card's settings.</source>
            <translation>模型的各层显示为卡片，由连线相连。按 Tab 键添加层，Ctrl 加方向键在卡片间移动，回车键打开卡片的设置。</translation>
        </message>
        <message>
            <source>{count} layers selected</source>
            <translation>已选中 {count} 个层</translation>
        </message>
    </context>
    <context>
        <name>Canvas</name>
        <message>
            <source>1 layer</source>
            <translation>1 个层</translation>
        </message>
        <message>
            <source>Begin with an Input. Wheel to zoom, hold Space to move about.</source>
            <translation>先放一个输入层。滚轮缩放，按住空格键拖动画面。</translation>
        </message>
        <message>
            <source>Drag a layer here, or press Tab</source>
            <translation>将层拖到这里，或按 Tab 键</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Output: {shape} {dtype}</source>
            <translation>输出：{shape} {dtype}</translation>
        </message>
        <message>
            <source>Parameters: {count}</source>
            <translation>参数：{count}</translation>
        </message>
        <message>
            <source>The picture {path} could not be written. Choose a folder you may write to and an ending such as .png, .svg or .pdf.</source>
            <translation>无法写入图片 {path}。请选择有写入权限的文件夹，并使用 .png、.svg 或 .pdf 等扩展名。</translation>
        </message>
        <message>
            <source>Used again by {names}</source>
            <translation>被 {names} 再次使用</translation>
        </message>
        <message>
            <source>Uses the layer and weights of {name}</source>
            <translation>使用 {name} 的层和权重</translation>
        </message>
        <message>
            <source>axis {value}</source>
            <translation>轴 {value}</translation>
        </message>
        <message>
            <source>batch</source>
            <translation>批</translation>
        </message>
        <message>
            <source>frozen</source>
            <translation>已冻结</translation>
        </message>
        <message>
            <source>not known here</source>
            <translation>此处未知</translation>
        </message>
        <message>
            <source>scalar</source>
            <translation>标量</translation>
        </message>
        <message>
            <source>stride {size}</source>
            <translation>步幅 {size}</translation>
        </message>
        <message>
            <source>{count} layers</source>
            <translation>{count} 个层</translation>
        </message>
        <message>
            <source>{count} params</source>
            <translation>{count} 个参数</translation>
        </message>
    </context>
    <context>
        <name>CanvasActions</name>
        <message>
            <source>&amp;Copy</source>
            <translation>复制(&amp;C)</translation>
        </message>
        <message>
            <source>&amp;Duplicate</source>
            <translation>创建副本(&amp;D)</translation>
        </message>
        <message>
            <source>&amp;Fit All</source>
            <translation>显示全部(&amp;F)</translation>
        </message>
        <message>
            <source>&amp;Output of the Model</source>
            <translation>作为模型输出(&amp;O)</translation>
        </message>
        <message>
            <source>&amp;Paste</source>
            <translation>粘贴(&amp;P)</translation>
        </message>
        <message>
            <source>&amp;Snap to Grid</source>
            <translation>对齐到网格(&amp;S)</translation>
        </message>
        <message>
            <source>&amp;Use This Layer Again</source>
            <translation>再次使用此层(&amp;U)</translation>
        </message>
        <message>
            <source>A&amp;rrange</source>
            <translation>自动排列(&amp;R)</translation>
        </message>
        <message>
            <source>Actual Si&amp;ze</source>
            <translation>实际大小(&amp;Z)</translation>
        </message>
        <message>
            <source>Add &amp;Layer…</source>
            <translation>添加层(&amp;L)…</translation>
        </message>
        <message>
            <source>Align &amp;Bottom</source>
            <translation>底部对齐(&amp;B)</translation>
        </message>
        <message>
            <source>Align &amp;Left</source>
            <translation>左对齐(&amp;L)</translation>
        </message>
        <message>
            <source>Align &amp;Right</source>
            <translation>右对齐(&amp;R)</translation>
        </message>
        <message>
            <source>Align &amp;Top</source>
            <translation>顶部对齐(&amp;T)</translation>
        </message>
        <message>
            <source>Align in One &amp;Column</source>
            <translation>排成一列(&amp;C)</translation>
        </message>
        <message>
            <source>Align in One Ro&amp;w</source>
            <translation>排成一行(&amp;W)</translation>
        </message>
        <message>
            <source>Co&amp;nnect Selected</source>
            <translation>连接选中的层(&amp;N)</translation>
        </message>
        <message>
            <source>Cu&amp;t</source>
            <translation>剪切(&amp;T)</translation>
        </message>
        <message>
            <source>D&amp;isconnect</source>
            <translation>断开连接(&amp;I)</translation>
        </message>
        <message>
            <source>De&amp;lete</source>
            <translation>删除(&amp;L)</translation>
        </message>
        <message>
            <source>Distribute &amp;Across</source>
            <translation>水平均匀分布(&amp;A)</translation>
        </message>
        <message>
            <source>Distribute &amp;Down</source>
            <translation>垂直均匀分布(&amp;D)</translation>
        </message>
        <message>
            <source>Free&amp;ze Weights</source>
            <translation>冻结权重(&amp;Z)</translation>
        </message>
        <message>
            <source>Give It Its O&amp;wn Weights</source>
            <translation>使用独立的权重(&amp;W)</translation>
        </message>
        <message>
            <source>O&amp;verview</source>
            <translation>概览(&amp;V)</translation>
        </message>
        <message>
            <source>Rena&amp;me</source>
            <translation>重命名(&amp;M)</translation>
        </message>
        <message>
            <source>Repla&amp;ce by…</source>
            <translation>替换为(&amp;C)…</translation>
        </message>
        <message>
            <source>Select &amp;All</source>
            <translation>全选(&amp;A)</translation>
        </message>
        <message>
            <source>Ungrou&amp;p</source>
            <translation>取消组合(&amp;P)</translation>
        </message>
        <message>
            <source>Zoom &amp;In</source>
            <translation>放大(&amp;I)</translation>
        </message>
        <message>
            <source>Zoom &amp;Out</source>
            <translation>缩小(&amp;O)</translation>
        </message>
    </context>
    <context>
        <name>CanvasMenu</name>
        <message>
            <source>Add Layer Here…</source>
            <translation>在此添加层…</translation>
        </message>
        <message>
            <source>Align and Distribute</source>
            <translation>对齐与分布</translation>
        </message>
        <message>
            <source>Insert Layer…</source>
            <translation>插入层…</translation>
        </message>
        <message>
            <source>Open Inside</source>
            <translation>打开内部</translation>
        </message>
        <message>
            <source>Paste Here</source>
            <translation>粘贴到此处</translation>
        </message>
        <message>
            <source>Replace by…</source>
            <translation>替换为…</translation>
        </message>
        <message>
            <source>Ungroup</source>
            <translation>取消组合</translation>
        </message>
    </context>
    <context>
        <name>CanvasScene</name>
        <message>
            <source>output</source>
            <translation>输出</translation>
        </message>
    </context>
    <context>
        <name>ChartsPanel</name>
        <message>
            <source>Charts; the arrow keys go from epoch to epoch</source>
            <translation>曲线图；方向键逐轮移动</translation>
        </message>
        <message>
            <source>Export</source>
            <translation>导出</translation>
        </message>
        <message>
            <source>Export charts as a picture</source>
            <translation>将曲线导出为图片</translation>
        </message>
        <message>
            <source>Export runs as a table</source>
            <translation>将训练记录导出为表格</translation>
        </message>
        <message>
            <source>Logarithmic</source>
            <translation>对数坐标</translation>
        </message>
        <message>
            <source>No training yet.
Press Train: loss and metrics are drawn here while it learns.</source>
            <translation>尚未训练。
按“训练”：学习过程中会在这里绘制损失和指标。</translation>
        </message>
        <message>
            <source>Picture (PNG)…</source>
            <translation>图片 (PNG)…</translation>
        </message>
        <message>
            <source>Smoothing</source>
            <translation>平滑</translation>
        </message>
        <message>
            <source>Table (CSV)…</source>
            <translation>表格 (CSV)…</translation>
        </message>
        <message>
            <source>The picture cannot be written to {path}. Is the folder there, and is the name's ending .png or .jpg?</source>
            <translation>无法将图片写入 {path}。文件夹是否存在，扩展名是否为 .png 或 .jpg？</translation>
        </message>
        <message>
            <source>The training has begun; the first values appear here in a moment.</source>
            <translation>训练已经开始；第一批数值马上会显示在这里。</translation>
        </message>
        <message>
            <source>off</source>
            <translation>关闭</translation>
        </message>
    </context>
    <context>
        <name>ColumnsDialog</name>
        <message>
            <source>Choose columns</source>
            <translation>选择列</translation>
        </message>
        <message>
            <source>Columns</source>
            <translation>列</translation>
        </message>
        <message>
            <source>They are put side by side in this order.</source>
            <translation>它们按此顺序并排拼接。</translation>
        </message>
    </context>
    <context>
        <name>ColumnsEditor</name>
        <message>
            <source>A category of its own</source>
            <translation>单独作为一个类别</translation>
        </message>
        <message>
            <source>As input</source>
            <translation>作为输入</translation>
        </message>
        <message>
            <source>Category</source>
            <translation>类别</translation>
        </message>
        <message>
            <source>Columns</source>
            <translation>列</translation>
        </message>
        <message>
            <source>Constant</source>
            <translation>常数</translation>
        </message>
        <message>
            <source>Date</source>
            <translation>日期</translation>
        </message>
        <message>
            <source>Holds</source>
            <translation>内容</translation>
        </message>
        <message>
            <source>Ignore</source>
            <translation>忽略</translation>
        </message>
        <message>
            <source>Input</source>
            <translation>输入</translation>
        </message>
        <message>
            <source>Integer</source>
            <translation>整数</translation>
        </message>
        <message>
            <source>Leave the row out</source>
            <translation>略去该行</translation>
        </message>
        <message>
            <source>Mean</source>
            <translation>平均值</translation>
        </message>
        <message>
            <source>Median</source>
            <translation>中位数</translation>
        </message>
        <message>
            <source>Missing</source>
            <translation>缺失</translation>
        </message>
        <message>
            <source>Missing values</source>
            <translation>缺失值</translation>
        </message>
        <message>
            <source>Most frequent</source>
            <translation>出现最多的值</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>Number</source>
            <translation>数</translation>
        </message>
        <message>
            <source>One-hot</source>
            <translation>独热编码</translation>
        </message>
        <message>
            <source>Role</source>
            <translation>用途</translation>
        </message>
        <message>
            <source>Target</source>
            <translation>目标</translation>
        </message>
        <message>
            <source>Text</source>
            <translation>文本</translation>
        </message>
        <message>
            <source>Type</source>
            <translation>类型</translation>
        </message>
        <message>
            <source>Value for missing cells</source>
            <translation>缺失单元格的值</translation>
        </message>
        <message>
            <source>value</source>
            <translation>值</translation>
        </message>
    </context>
    <context>
        <name>ConfusionModel</name>
        <message>
            <source>true {true}, predicted {said}: {count} samples</source>
            <translation>真实为 {true}，预测为 {said}：{count} 个样本</translation>
        </message>
    </context>
    <context>
        <name>ConfusionTable</name>
        <message>
            <source>Confusion matrix</source>
            <translation>混淆矩阵</translation>
        </message>
        <message>
            <source>Percent of the true class</source>
            <translation>占真实类别的百分比</translation>
        </message>
        <message>
            <source>Rows: true class. Columns: predicted class. Click a cell to see its samples.</source>
            <translation>行：真实类别。列：预测类别。单击单元格可查看其样本。</translation>
        </message>
    </context>
    <context>
        <name>CsvPage</name>
        <message>
            <source>, {count} missing</source>
            <translation>，缺失 {count} 个</translation>
        </message>
        <message>
            <source>Also missing</source>
            <translation>同样视为缺失</translation>
        </message>
        <message>
            <source>Automatic</source>
            <translation>自动</translation>
        </message>
        <message>
            <source>Automatic: {found}</source>
            <translation>自动：{found}</translation>
        </message>
        <message>
            <source>Bar  |</source>
            <translation>竖线  |</translation>
        </message>
        <message>
            <source>Comma  ,</source>
            <translation>逗号  ,</translation>
        </message>
        <message>
            <source>Comma  3,14</source>
            <translation>逗号  3,14</translation>
        </message>
        <message>
            <source>Decimal mark</source>
            <translation>小数点</translation>
        </message>
        <message>
            <source>Empty cells, NA, NaN, null, ? and - always count as missing values.</source>
            <translation>空单元格、NA、NaN、null、? 和 - 始终视为缺失值。</translation>
        </message>
        <message>
            <source>Encoding</source>
            <translation>编码</translation>
        </message>
        <message>
            <source>First row holds the names</source>
            <translation>第一行是列名</translation>
        </message>
        <message>
            <source>First rows of the file</source>
            <translation>文件的前几行</translation>
        </message>
        <message>
            <source>Point  3.14</source>
            <translation>句点  3.14</translation>
        </message>
        <message>
            <source>Semicolon  ;</source>
            <translation>分号  ;</translation>
        </message>
        <message>
            <source>Separator</source>
            <translation>分隔符</translation>
        </message>
        <message>
            <source>Tab</source>
            <translation>制表符</translation>
        </message>
        <message>
            <source>Western (Latin-1)</source>
            <translation>西欧 (Latin-1)</translation>
        </message>
        <message>
            <source>for example: unknown; -999</source>
            <translation>例如：unknown; -999</translation>
        </message>
        <message>
            <source>{count} different</source>
            <translation>{count} 种不同的值</translation>
        </message>
        <message>
            <source>{count} of the first {rows} rows have gaps and are left out.</source>
            <translation>前 {rows} 行中有 {count} 行存在空缺，将被略去。</translation>
        </message>
        <message>
            <source>“{value}” in “{column}” does not fit its type: make the column a Category, or add the value to “Also missing”.</source>
            <translation>“{column}”中的“{value}”与其类型不符：请将该列设为类别，或将此值加入“同样视为缺失”。</translation>
        </message>
    </context>
    <context>
        <name>DataPanel</name>
        <message>
            <source>How it is prepared</source>
            <translation>如何准备</translation>
        </message>
        <message>
            <source>Reading data</source>
            <translation>正在读取数据</translation>
        </message>
        <message>
            <source>Reading the data…</source>
            <translation>正在读取数据…</translation>
        </message>
        <message>
            <source>The data cannot be read</source>
            <translation>无法读取数据</translation>
        </message>
        <message>
            <source>Where it goes</source>
            <translation>用在何处</translation>
        </message>
    </context>
    <context>
        <name>DataPreview</name>
        <message>
            <source>Distribution</source>
            <translation>分布</translation>
        </message>
        <message>
            <source>Rows</source>
            <translation>行</translation>
        </message>
        <message>
            <source>Rows of the data</source>
            <translation>数据的各行</translation>
        </message>
        <message>
            <source>Samples</source>
            <translation>样本</translation>
        </message>
    </context>
    <context>
        <name>DesignPage</name>
        <message>
            <source>Layers</source>
            <translation>层</translation>
        </message>
        <message>
            <source>Opened File</source>
            <translation>打开的文件</translation>
        </message>
        <message>
            <source>Problems</source>
            <translation>问题</translation>
        </message>
        <message>
            <source>Properties</source>
            <translation>属性</translation>
        </message>
        <message>
            <source>Summary</source>
            <translation>摘要</translation>
        </message>
    </context>
    <context>
        <name>Distribution</name>
        <message>
            <source>How often each value occurs</source>
            <translation>每个值出现的次数</translation>
        </message>
        <message>
            <source>Number columns</source>
            <translation>数值列</translation>
        </message>
    </context>
    <context>
        <name>DockTitle</name>
        <message>
            <source>Close the panel; View &gt; Panels brings it back</source>
            <translation>关闭面板；可通过“视图 &gt; 面板”重新打开</translation>
        </message>
        <message>
            <source>Detach or put back</source>
            <translation>分离或放回</translation>
        </message>
    </context>
    <context>
        <name>Edits</name>
        <message>
            <source>Add {layer}</source>
            <translation>添加 {layer}</translation>
        </message>
        <message>
            <source>Connect layers</source>
            <translation>连接层</translation>
        </message>
        <message>
            <source>Duplicate</source>
            <translation>创建副本</translation>
        </message>
        <message>
            <source>Freeze weights</source>
            <translation>冻结权重</translation>
        </message>
        <message>
            <source>Insert {layer}</source>
            <translation>插入 {layer}</translation>
        </message>
        <message>
            <source>Let weights be trained</source>
            <translation>允许训练权重</translation>
        </message>
        <message>
            <source>Outputs of the model</source>
            <translation>模型的输出</translation>
        </message>
    </context>
    <context>
        <name>EmptyData</name>
        <message>
            <source>A table (CSV), NumPy arrays (.npz, .npy), or a folder of pictures with one subfolder per class. Files can also be dropped here.</source>
            <translation>表格 (CSV)、NumPy 数组（.npz、.npy），或每个类别一个子文件夹的图片文件夹。也可以将文件拖放到这里。</translation>
        </message>
        <message>
            <source>Choose the data to learn from</source>
            <translation>选择用于学习的数据</translation>
        </message>
        <message>
            <source>Image folder…</source>
            <translation>图片文件夹…</translation>
        </message>
        <message>
            <source>Open file…</source>
            <translation>打开文件…</translation>
        </message>
        <message>
            <source>Or begin with a set that comes with the program</source>
            <translation>或者从程序自带的数据集开始</translation>
        </message>
    </context>
    <context>
        <name>Export</name>
        <message>
            <source>OTHER predictions, largest difference {gap}. Do not rely on this file; choose another form, such as the Keras archive.</source>
            <translation>预测结果不同，最大差异 {gap}。请勿依赖此文件；请选择其他格式，例如 Keras 归档。</translation>
        </message>
        <message>
            <source>Read back</source>
            <translation>读回检查</translation>
        </message>
        <message>
            <source>complete. Predictions are compared where ONNX Runtime is installed.</source>
            <translation>内容完整。安装了 ONNX Runtime 时会比较预测结果。</translation>
        </message>
        <message>
            <source>could not open it ({reason}). Update that library, or choose another form.</source>
            <translation>无法打开（{reason}）。请更新该库，或选择其他格式。</translation>
        </message>
        <message>
            <source>everything is in it; predictions were not compared.</source>
            <translation>内容齐全；未比较预测结果。</translation>
        </message>
        <message>
            <source>exactly the same predictions.</source>
            <translation>预测结果完全相同。</translation>
        </message>
        <message>
            <source>its outputs have the shapes {theirs}, not {ours}</source>
            <translation>其输出的形状为 {theirs}，而不是 {ours}</translation>
        </message>
        <message>
            <source>no answer within {seconds:g} s</source>
            <translation>{seconds:g} 秒内没有回应</translation>
        </message>
        <message>
            <source>same predictions, largest difference {gap}.</source>
            <translation>预测结果相同，最大差异 {gap}。</translation>
        </message>
        <message>
            <source>the file could not be used ({reason}). Save it again, to another folder.</source>
            <translation>文件无法使用（{reason}）。请重新保存到其他文件夹。</translation>
        </message>
        <message>
            <source>the weights inside {model} are not in it, as it holds a layer unknown here</source>
            <translation>{model} 内部的权重不在其中，因为它含有此处未知的层</translation>
        </message>
        <message>
            <source>valid Python.</source>
            <translation>有效的 Python 代码。</translation>
        </message>
        <message>
            <source>{library} is not installed beside this program, so it was not asked.</source>
            <translation>此程序的环境中未安装 {library}，因此未用它核对。</translation>
        </message>
    </context>
    <context>
        <name>ExportDialog</name>
        <message>
            <source>A .weights.h5 file for a model that exists already.</source>
            <translation>.weights.h5 文件，用于已有的模型。</translation>
        </message>
        <message>
            <source>Architecture (JSON)</source>
            <translation>架构 (JSON)</translation>
        </message>
        <message>
            <source>Architecture (YAML)</source>
            <translation>架构 (YAML)</translation>
        </message>
        <message>
            <source>Check of the export</source>
            <translation>检查导出结果</translation>
        </message>
        <message>
            <source>Everything in one .h5 file: layers, weights, training settings.</source>
            <translation>全部内容保存在一个 .h5 文件中：层、权重和训练设置。</translation>
        </message>
        <message>
            <source>Export</source>
            <translation>导出</translation>
        </message>
        <message>
            <source>Export the model</source>
            <translation>导出模型</translation>
        </message>
        <message>
            <source>For programs that run models without Keras.</source>
            <translation>用于不借助 Keras 运行模型的程序。</translation>
        </message>
        <message>
            <source>Keras 3</source>
            <translation>Keras 3</translation>
        </message>
        <message>
            <source>Keras archive (.keras)</source>
            <translation>Keras 归档 (.keras)</translation>
        </message>
        <message>
            <source>Keras model (HDF5)</source>
            <translation>Keras 模型 (HDF5)</translation>
        </message>
        <message>
            <source>Not saved: {reason}</source>
            <translation>未保存：{reason}</translation>
        </message>
        <message>
            <source>Not trained yet: the weights will be the initial ones.</source>
            <translation>尚未训练：权重将是初始值。</translation>
        </message>
        <message>
            <source>ONNX</source>
            <translation>ONNX</translation>
        </message>
        <message>
            <source>Open folder</source>
            <translation>打开文件夹</translation>
        </message>
        <message>
            <source>Python script</source>
            <translation>Python 脚本</translation>
        </message>
        <message>
            <source>Readable Keras code that trains the same model; its data lies beside it.</source>
            <translation>训练同一模型的易读 Keras 代码；数据放在它旁边。</translation>
        </message>
        <message>
            <source>Save as…</source>
            <translation>另存为…</translation>
        </message>
        <message>
            <source>Saved {path}</source>
            <translation>已保存 {path}</translation>
        </message>
        <message>
            <source>TensorFlow 2.x (Keras 2)</source>
            <translation>TensorFlow 2.x (Keras 2)</translation>
        </message>
        <message>
            <source>The layers and how they are wired, without weights.</source>
            <translation>各层及其连接方式，不含权重。</translation>
        </message>
        <message>
            <source>The library itself is being asked …</source>
            <translation>正在用该库本身进行核对…</translation>
        </message>
        <message>
            <source>The model cannot be exported before this is mended: {problem}</source>
            <translation>必须先解决以下问题才能导出模型：{problem}</translation>
        </message>
        <message>
            <source>The same as Keras 3 keeps it from now on; of Keras 2 it needs 2.15.</source>
            <translation>内容相同，采用 Keras 3 今后使用的格式；若用 Keras 2 打开，则需要 2.15 版。</translation>
        </message>
        <message>
            <source>The same, easier to read.</source>
            <translation>内容相同，更易阅读。</translation>
        </message>
        <message>
            <source>There is no model yet: add some layers first.</source>
            <translation>还没有模型：请先添加一些层。</translation>
        </message>
        <message>
            <source>To be opened with</source>
            <translation>打开所用的库</translation>
        </message>
        <message>
            <source>Weights alone</source>
            <translation>仅权重</translation>
        </message>
        <message>
            <source>Writing {file} …</source>
            <translation>正在写入 {file}…</translation>
        </message>
    </context>
    <context>
        <name>Facts</name>
        <message>
            <source>{count} ({trainable} trainable)</source>
            <translation>{count}（可训练 {trainable}）</translation>
        </message>
        <message>
            <source>{number} billion</source>
            <translation>{number}×10⁹</translation>
        </message>
        <message>
            <source>{number} million</source>
            <translation>{number}×10⁶</translation>
        </message>
    </context>
    <context>
        <name>Failure</name>
        <message>
            <source>An unexpected error ({kind}): {text}. Your work is safe.</source>
            <translation>意外错误（{kind}）：{text}。您的工作未受影响。</translation>
        </message>
        <message>
            <source>There is not enough memory. Try a smaller batch size, smaller layers or fewer samples.</source>
            <translation>内存不足。请尝试更小的批大小、更小的层或更少的样本。</translation>
        </message>
    </context>
    <context>
        <name>FailureCard</name>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Details of the failure</source>
            <translation>失败的详细信息</translation>
        </message>
        <message>
            <source>Hide details</source>
            <translation>隐藏详情</translation>
        </message>
        <message>
            <source>Show details</source>
            <translation>显示详情</translation>
        </message>
    </context>
    <context>
        <name>Families</name>
        <message>
            <source>Activation</source>
            <translation>激活函数</translation>
        </message>
        <message>
            <source>Attention</source>
            <translation>注意力</translation>
        </message>
        <message>
            <source>Basic</source>
            <translation>基础</translation>
        </message>
        <message>
            <source>Convolution</source>
            <translation>卷积</translation>
        </message>
        <message>
            <source>Merging</source>
            <translation>合并</translation>
        </message>
        <message>
            <source>Normalization</source>
            <translation>归一化</translation>
        </message>
        <message>
            <source>Pooling</source>
            <translation>池化</translation>
        </message>
        <message>
            <source>Preprocessing</source>
            <translation>预处理</translation>
        </message>
        <message>
            <source>Recurrent</source>
            <translation>循环</translation>
        </message>
        <message>
            <source>Regularization</source>
            <translation>正则化</translation>
        </message>
        <message>
            <source>Reshaping</source>
            <translation>变形</translation>
        </message>
    </context>
    <context>
        <name>Forecaster</name>
        <message>
            <source>Estimating</source>
            <translation>正在估算</translation>
        </message>
        <message>
            <source>Measuring this machine</source>
            <translation>正在测量这台电脑的速度</translation>
        </message>
    </context>
    <context>
        <name>FormEditor</name>
        <message>
            <source>“{text}” is not a number for {name}.</source>
            <translation>“{text}”不能作为 {name} 的数值。</translation>
        </message>
    </context>
    <context>
        <name>Forms</name>
        <message>
            <source> and </source>
            <translation> 和 </translation>
        </message>
        <message>
            <source>Activation</source>
            <translation>激活函数</translation>
        </message>
        <message>
            <source>Back to the default: {value}</source>
            <translation>恢复默认值：{value}</translation>
        </message>
        <message>
            <source>Browse for {name}</source>
            <translation>浏览 {name}</translation>
        </message>
        <message>
            <source>Browse…</source>
            <translation>浏览…</translation>
        </message>
        <message>
            <source>Choice</source>
            <translation>选项</translation>
        </message>
        <message>
            <source>Choose a file</source>
            <translation>选择文件</translation>
        </message>
        <message>
            <source>Choose one from the list.</source>
            <translation>从列表中选择一项。</translation>
        </message>
        <message>
            <source>Choose one of: {options}.</source>
            <translation>从以下选项中选择：{options}。</translation>
        </message>
        <message>
            <source>Enter a number, {bounds}.</source>
            <translation>输入一个数，{bounds}。</translation>
        </message>
        <message>
            <source>Enter a number.</source>
            <translation>输入一个数。</translation>
        </message>
        <message>
            <source>Enter a text that is not empty.</source>
            <translation>输入非空的文本。</translation>
        </message>
        <message>
            <source>Enter a whole number from {low} to {high}.</source>
            <translation>输入 {low} 到 {high} 之间的整数。</translation>
        </message>
        <message>
            <source>Enter a whole number, at least {low}.</source>
            <translation>输入不小于 {low} 的整数。</translation>
        </message>
        <message>
            <source>Enter a whole number, at most {high}.</source>
            <translation>输入不大于 {high} 的整数。</translation>
        </message>
        <message>
            <source>Enter a whole number.</source>
            <translation>输入一个整数。</translation>
        </message>
        <message>
            <source>Enter numbers with commas between.</source>
            <translation>输入多个数，用逗号分隔。</translation>
        </message>
        <message>
            <source>Enter sizes with commas between, as in 28, 28, 1.</source>
            <translation>输入各维大小，用逗号分隔，例如 28, 28, 1。</translation>
        </message>
        <message>
            <source>Enter the path of a file.</source>
            <translation>输入文件路径。</translation>
        </message>
        <message>
            <source>Enter whole numbers with commas between.</source>
            <translation>输入整数，用逗号分隔。</translation>
        </message>
        <message>
            <source>Enter whole numbers, each at least {low}.</source>
            <translation>输入整数，每个都不小于 {low}。</translation>
        </message>
        <message>
            <source>Enter {what}.</source>
            <translation>输入{what}。</translation>
        </message>
        <message>
            <source>File</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>Initializer</source>
            <translation>初始化器</translation>
        </message>
        <message>
            <source>Its own settings</source>
            <translation>自身的设置</translation>
        </message>
        <message>
            <source>Kind of value: {kind}</source>
            <translation>值的类型：{kind}</translation>
        </message>
        <message>
            <source>Layer</source>
            <translation>层</translation>
        </message>
        <message>
            <source>List</source>
            <translation>列表</translation>
        </message>
        <message>
            <source>Number</source>
            <translation>数</translation>
        </message>
        <message>
            <source>Numbers</source>
            <translation>多个数</translation>
        </message>
        <message>
            <source>One size may be -1: it takes what is left.</source>
            <translation>其中一个大小可以是 -1：它取剩余的部分。</translation>
        </message>
        <message>
            <source>Same number for all</source>
            <translation>全部使用同一个数</translation>
        </message>
        <message>
            <source>Schedule</source>
            <translation>学习率计划</translation>
        </message>
        <message>
            <source>Shape</source>
            <translation>形状</translation>
        </message>
        <message>
            <source>Still using {value}.</source>
            <translation>仍在使用 {value}。</translation>
        </message>
        <message>
            <source>Text</source>
            <translation>文本</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>值</translation>
        </message>
        <message>
            <source>Write “any” for a size left open.</source>
            <translation>大小不固定时填写“任意”。</translation>
        </message>
        <message>
            <source>Yes or no</source>
            <translation>是或否</translation>
        </message>
        <message>
            <source>above {low}</source>
            <translation>大于 {low}</translation>
        </message>
        <message>
            <source>any</source>
            <translation>任意</translation>
        </message>
        <message>
            <source>at least {low}</source>
            <translation>不小于 {low}</translation>
        </message>
        <message>
            <source>at most {high}</source>
            <translation>不大于 {high}</translation>
        </message>
        <message>
            <source>below {high}</source>
            <translation>小于 {high}</translation>
        </message>
        <message>
            <source>no</source>
            <translation>否</translation>
        </message>
        <message>
            <source>none</source>
            <translation>无</translation>
        </message>
        <message>
            <source>several values</source>
            <translation>多个值</translation>
        </message>
        <message>
            <source>yes</source>
            <translation>是</translation>
        </message>
        <message>
            <source>{name}: back to the default</source>
            <translation>{name}：恢复默认值</translation>
        </message>
        <message>
            <source>{name}: kind of value</source>
            <translation>{name}：值的类型</translation>
        </message>
        <message>
            <source>{name}: set a value</source>
            <translation>{name}：设置值</translation>
        </message>
    </context>
    <context>
        <name>HeatLegend</name>
        <message>
            <source>Legend of the heat map</source>
            <translation>热力图的图例</translation>
        </message>
        <message>
            <source>Measure Again</source>
            <translation>重新测量</translation>
        </message>
        <message>
            <source>Switch the heat map off</source>
            <translation>关闭热力图</translation>
        </message>
    </context>
    <context>
        <name>HeatMap</name>
        <message>
            <source>A training is going on; the heat map can be measured after it.</source>
            <translation>正在训练；训练结束后即可测量热力图。</translation>
        </message>
        <message>
            <source>All uses of the layer together</source>
            <translation>该层各处使用的合计</translation>
        </message>
        <message>
            <source>Batches of {size}. Loss, metrics and the batch itself: {share}</source>
            <translation>批大小 {size}。损失、指标和批次：{share}</translation>
        </message>
        <message>
            <source>Batches of {size}. With gradients and passing values a step needs {needed}.</source>
            <translation>批大小 {size}。加上梯度和临时值，一步需要 {needed}。</translation>
        </message>
        <message>
            <source>Measuring the layers</source>
            <translation>正在测量各层</translation>
        </message>
        <message>
            <source>Measuring…</source>
            <translation>正在测量…</translation>
        </message>
        <message>
            <source>Memory of the layers: {size}</source>
            <translation>各层的内存：{size}</translation>
        </message>
        <message>
            <source>Memory: {total} (values {values}, weights {weights}, optimizer {slots})</source>
            <translation>内存：{total}（值 {values}，权重 {weights}，优化器 {slots}）</translation>
        </message>
        <message>
            <source>Some steps of training are being timed.</source>
            <translation>正在为几步训练计时。</translation>
        </message>
        <message>
            <source>Speed: {rate} GFLOP/s</source>
            <translation>速度：{rate} GFLOP/s</translation>
        </message>
        <message>
            <source>The heat map measures steps of training. Before it: {step}</source>
            <translation>热力图测量训练的步骤。在此之前：{step}</translation>
        </message>
        <message>
            <source>The model, the data or the settings have changed since.</source>
            <translation>此后模型、数据或设置已有改动。</translation>
        </message>
        <message>
            <source>Time per step: {time}</source>
            <translation>每步用时：{time}</translation>
        </message>
        <message>
            <source>Time: {total} (forward {forward}, backward {backward}, update {update})</source>
            <translation>用时：{total}（前向 {forward}，反向 {backward}，更新 {update}）</translation>
        </message>
        <message>
            <source>{figures} (old)</source>
            <translation>{figures}（旧）</translation>
        </message>
    </context>
    <context>
        <name>ImagesPage</name>
        <message>
            <source> px</source>
            <translation> 像素</translation>
        </message>
        <message>
            <source>Classes</source>
            <translation>类别</translation>
        </message>
        <message>
            <source>Colour</source>
            <translation>颜色</translation>
        </message>
        <message>
            <source>Colour (3 channels)</source>
            <translation>彩色（3 个通道）</translation>
        </message>
        <message>
            <source>Grey (1 channel)</source>
            <translation>灰度（1 个通道）</translation>
        </message>
        <message>
            <source>Height</source>
            <translation>高</translation>
        </message>
        <message>
            <source>Width</source>
            <translation>宽</translation>
        </message>
        <message>
            <source>{count} of those looked at cannot be read and will be skipped</source>
            <translation>所查看的文件中有 {count} 个无法读取，将被跳过</translation>
        </message>
        <message>
            <source>{count} pictures in {classes} classes</source>
            <translation>{classes} 个类别，共 {count} 张图片</translation>
        </message>
    </context>
    <context>
        <name>ImportDataDialog</name>
        <message>
            <source>All files</source>
            <translation>所有文件</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>上一步</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Data</source>
            <translation>数据</translation>
        </message>
        <message>
            <source>Folder with one subfolder of pictures per class</source>
            <translation>每个类别一个图片子文件夹的文件夹</translation>
        </message>
        <message>
            <source>Import data</source>
            <translation>导入数据</translation>
        </message>
        <message>
            <source>Open data</source>
            <translation>打开数据</translation>
        </message>
        <message>
            <source>Reading data</source>
            <translation>正在读取数据</translation>
        </message>
        <message>
            <source>Reading…</source>
            <translation>正在读取…</translation>
        </message>
        <message>
            <source>Use this data</source>
            <translation>使用此数据</translation>
        </message>
        <message>
            <source>{rows} rows</source>
            <translation>{rows} 行</translation>
        </message>
    </context>
    <context>
        <name>InsideDialog</name>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Discard Changes</source>
            <translation>丢弃更改</translation>
        </message>
        <message>
            <source>Discard what you changed inside?</source>
            <translation>要丢弃在内部所做的更改吗？</translation>
        </message>
        <message>
            <source>Inside {name}</source>
            <translation>{name} 的内部</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Take Over</source>
            <translation>采用更改</translation>
        </message>
    </context>
    <context>
        <name>Judge</name>
        <message>
            <source>There is nothing to judge yet</source>
            <translation>还没有可评判的内容</translation>
        </message>
        <message>
            <source>Train the model first.</source>
            <translation>请先训练模型。</translation>
        </message>
    </context>
    <context>
        <name>JudgePanel</name>
        <message>
            <source>Choose data first.</source>
            <translation>请先选择数据。</translation>
        </message>
        <message>
            <source>Errors</source>
            <translation>误差</translation>
        </message>
        <message>
            <source>Judge again</source>
            <translation>重新评判</translation>
        </message>
        <message>
            <source>Judged on the test data: {count} samples the model has never seen</source>
            <translation>用测试数据评判：模型从未见过的 {count} 个样本</translation>
        </message>
        <message>
            <source>Judged on the training data: {count} samples</source>
            <translation>用训练数据评判：{count} 个样本</translation>
        </message>
        <message>
            <source>Judged on the validation data: {count} samples</source>
            <translation>用验证数据评判：{count} 个样本</translation>
        </message>
        <message>
            <source>Judging</source>
            <translation>正在评判</translation>
        </message>
        <message>
            <source>Judging the model…</source>
            <translation>正在评判模型…</translation>
        </message>
        <message>
            <source>Mistakes</source>
            <translation>错误</translation>
        </message>
        <message>
            <source>No data was held out, so these are samples the model has learned by heart. Set a test part in the data page.</source>
            <translation>没有留出数据，因此这些是模型已经死记硬背的样本。请在数据页设置测试部分。</translation>
        </message>
        <message>
            <source>Nothing to judge yet.
Train the model first.</source>
            <translation>还没有可评判的内容。
请先训练模型。</translation>
        </message>
        <message>
            <source>Output</source>
            <translation>输出</translation>
        </message>
        <message>
            <source>Overview</source>
            <translation>概览</translation>
        </message>
        <message>
            <source>Predicting</source>
            <translation>正在预测</translation>
        </message>
        <message>
            <source>The model is judged as soon as this has ended: {task}</source>
            <translation>以下工作一结束就会评判模型：{task}</translation>
        </message>
        <message>
            <source>The model was changed since its training: {names} start anew. Train again before you trust these numbers.</source>
            <translation>模型在训练之后有改动：{names} 重新初始化。在相信这些数字之前，请再训练一次。</translation>
        </message>
        <message>
            <source>Try it</source>
            <translation>试一试</translation>
        </message>
    </context>
    <context>
        <name>LayerHelp</name>
        <message>
            <source>Arguments</source>
            <translation>参数</translation>
        </message>
        <message>
            <source>Formula</source>
            <translation>公式</translation>
        </message>
        <message>
            <source>Shape</source>
            <translation>形状</translation>
        </message>
    </context>
    <context>
        <name>LoadWeights</name>
        <message>
            <source>All files</source>
            <translation>所有文件</translation>
        </message>
        <message>
            <source>Layers that took their weights from {file}, by name: {layers} of {all}.</source>
            <translation>按名称从 {file} 获得权重的层：{all} 个中的 {layers} 个。</translation>
        </message>
        <message>
            <source>Layers that took their weights from {file}: {layers}.</source>
            <translation>从 {file} 获得权重的层：{layers}。</translation>
        </message>
        <message>
            <source>Load weights</source>
            <translation>加载权重</translation>
        </message>
        <message>
            <source>Load weights from a file</source>
            <translation>从文件加载权重</translation>
        </message>
        <message>
            <source>Nor has any layer the name and the shapes of one in the file.</source>
            <translation>也没有任何层的名称和形状与文件中的层相符。</translation>
        </message>
        <message>
            <source>The file has no weights of their name and shapes for: {names}.</source>
            <translation>文件中没有与以下各层名称和形状相符的权重：{names}。</translation>
        </message>
        <message>
            <source>The model changed while its weights were read. Load them again.</source>
            <translation>读取权重期间模型发生了变化。请重新加载。</translation>
        </message>
        <message>
            <source>The weights cannot be loaded</source>
            <translation>无法加载权重</translation>
        </message>
        <message>
            <source>There is no layer to load weights into. Draw or open the model first.</source>
            <translation>没有可加载权重的层。请先绘制或打开模型。</translation>
        </message>
        <message>
            <source>Weights and models of Keras</source>
            <translation>Keras 的权重和模型</translation>
        </message>
        <message>
            <source>{names} and {count} more</source>
            <translation>{names} 以及另外 {count} 个</translation>
        </message>
    </context>
    <context>
        <name>LogPlot</name>
        <message>
            <source>Epoch</source>
            <translation>轮次</translation>
        </message>
        <message>
            <source>Epoch {number}</source>
            <translation>第 {number} 轮</translation>
        </message>
        <message>
            <source>best: {epoch}</source>
            <translation>最佳：{epoch}</translation>
        </message>
        <message>
            <source>ended early</source>
            <translation>提前结束</translation>
        </message>
        <message>
            <source>training</source>
            <translation>训练</translation>
        </message>
        <message>
            <source>validation</source>
            <translation>验证</translation>
        </message>
    </context>
    <context>
        <name>LogTable</name>
        <message>
            <source>Training</source>
            <translation>训练</translation>
        </message>
        <message>
            <source>Validation</source>
            <translation>验证</translation>
        </message>
    </context>
    <context>
        <name>Menus</name>
        <message>
            <source>&amp;Clear List</source>
            <translation>清空列表(&amp;C)</translation>
        </message>
        <message>
            <source>&amp;Edit</source>
            <translation>编辑(&amp;E)</translation>
        </message>
        <message>
            <source>&amp;File</source>
            <translation>文件(&amp;F)</translation>
        </message>
        <message>
            <source>&amp;Help</source>
            <translation>帮助(&amp;H)</translation>
        </message>
        <message>
            <source>&amp;Model</source>
            <translation>模型(&amp;M)</translation>
        </message>
        <message>
            <source>&amp;Panels</source>
            <translation>面板(&amp;P)</translation>
        </message>
        <message>
            <source>&amp;Train</source>
            <translation>训练(&amp;T)</translation>
        </message>
        <message>
            <source>&amp;View</source>
            <translation>视图(&amp;V)</translation>
        </message>
        <message>
            <source>Ali&amp;gn</source>
            <translation>对齐(&amp;G)</translation>
        </message>
        <message>
            <source>E&amp;xamples</source>
            <translation>示例(&amp;X)</translation>
        </message>
        <message>
            <source>Open &amp;Recent</source>
            <translation>打开最近的项目(&amp;R)</translation>
        </message>
        <message>
            <source>Toolbar</source>
            <translation>工具栏</translation>
        </message>
    </context>
    <context>
        <name>ModeSwitch</name>
        <message>
            <source>Steps</source>
            <translation>步骤</translation>
        </message>
    </context>
    <context>
        <name>OpenedFile</name>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Copy this page as text</source>
            <translation>将此页复制为文本</translation>
        </message>
        <message>
            <source>Good to know</source>
            <translation>值得了解</translation>
        </message>
        <message>
            <source>How the file was read</source>
            <translation>文件的读取情况</translation>
        </message>
        <message>
            <source>It holds no weights; they start anew.</source>
            <translation>文件不含权重；权重将从新的初始值开始。</translation>
        </message>
        <message>
            <source>Not taken over</source>
            <translation>未能导入</translation>
        </message>
        <message>
            <source>Opened {file}: {kind}, written by {generation}.</source>
            <translation>已打开 {file}：{kind}，由 {generation} 写出。</translation>
        </message>
        <message>
            <source>Show this layer</source>
            <translation>显示此层</translation>
        </message>
        <message>
            <source>Taken over in another form</source>
            <translation>以其他形式导入</translation>
        </message>
        <message>
            <source>The file holds no training settings: choose them before training.</source>
            <translation>文件不含训练设置：请在训练前进行选择。</translation>
        </message>
        <message>
            <source>The training settings came back; the optimizer starts afresh.</source>
            <translation>训练设置已恢复；优化器从头开始。</translation>
        </message>
        <message>
            <source>The weights came with it.</source>
            <translation>权重已随文件导入。</translation>
        </message>
        <message>
            <source>This model was not read from a file of Keras.</source>
            <translation>此模型不是从 Keras 文件读取的。</translation>
        </message>
        <message>
            <source>Training goes on where it stopped: settings and optimizer came back.</source>
            <translation>训练可从停止处继续：设置和优化器均已恢复。</translation>
        </message>
        <message>
            <source>{kind}, written by {generation}.</source>
            <translation>{kind}，由 {generation} 写出。</translation>
        </message>
    </context>
    <context>
        <name>Opening</name>
        <message>
            <source>All files</source>
            <translation>所有文件</translation>
        </message>
        <message>
            <source>Beside it lies {weights}. Load its weights into the model?</source>
            <translation>它旁边有 {weights}。要将其中的权重加载到模型中吗？</translation>
        </message>
        <message>
            <source>Export picture</source>
            <translation>导出图片</translation>
        </message>
        <message>
            <source>Import</source>
            <translation>导入</translation>
        </message>
        <message>
            <source>Import a Keras model</source>
            <translation>导入 Keras 模型</translation>
        </message>
        <message>
            <source>Keras models</source>
            <translation>Keras 模型</translation>
        </message>
        <message>
            <source>Load Weights</source>
            <translation>加载权重</translation>
        </message>
        <message>
            <source>Open the folder of a model: an unzipped .keras archive or TensorFlow.js</source>
            <translation>打开模型的文件夹：解压后的 .keras 归档或 TensorFlow.js</translation>
        </message>
        <message>
            <source>Pictures</source>
            <translation>图片</translation>
        </message>
        <message>
            <source>Saved {path}</source>
            <translation>已保存 {path}</translation>
        </message>
        <message>
            <source>Start Anew</source>
            <translation>从新权重开始</translation>
        </message>
        <message>
            <source>The picture was not saved</source>
            <translation>图片未保存</translation>
        </message>
        <message>
            <source>This model cannot be imported</source>
            <translation>无法导入此模型</translation>
        </message>
        <message>
            <source>{file} describes a model without its weights.</source>
            <translation>{file} 描述的模型不含权重。</translation>
        </message>
    </context>
    <context>
        <name>Overview</name>
        <message>
            <source>Class</source>
            <translation>类别</translation>
        </message>
        <message>
            <source>Class by class</source>
            <translation>逐个类别</translation>
        </message>
        <message>
            <source>Click to go there</source>
            <translation>单击前往该处</translation>
        </message>
        <message>
            <source>Loss and metrics</source>
            <translation>损失和指标</translation>
        </message>
        <message>
            <source>Mean error in the data's units</source>
            <translation>以数据单位表示的平均误差</translation>
        </message>
        <message>
            <source>Metric</source>
            <translation>指标</translation>
        </message>
        <message>
            <source>Of the samples of this class: how many were found</source>
            <translation>在属于该类别的样本中：找到了多少</translation>
        </message>
        <message>
            <source>Of the samples that got this answer: how many were right</source>
            <translation>在被判为该类别的样本中：有多少是对的</translation>
        </message>
        <message>
            <source>Overview of the model</source>
            <translation>模型概览</translation>
        </message>
        <message>
            <source>Precision</source>
            <translation>精确率</translation>
        </message>
        <message>
            <source>Recall</source>
            <translation>召回率</translation>
        </message>
        <message>
            <source>Samples</source>
            <translation>样本</translation>
        </message>
        <message>
            <source>The harmonic mean of precision and recall</source>
            <translation>精确率与召回率的调和平均</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>值</translation>
        </message>
    </context>
    <context>
        <name>Palette</name>
        <message>
            <source>Layers</source>
            <translation>层</translation>
        </message>
        <message>
            <source>No layer is called “{text}”.</source>
            <translation>没有名为“{text}”的层。</translation>
        </message>
        <message>
            <source>Recently used</source>
            <translation>最近使用</translation>
        </message>
        <message>
            <source>Search layers</source>
            <translation>搜索层</translation>
        </message>
    </context>
    <context>
        <name>ParamForm</name>
        <message>
            <source>Advanced</source>
            <translation>高级</translation>
        </message>
        <message>
            <source>Advanced ({count} changed)</source>
            <translation>高级（已更改 {count} 项）</translation>
        </message>
    </context>
    <context>
        <name>PictureEditor</name>
        <message>
            <source>Clear</source>
            <translation>清除</translation>
        </message>
        <message>
            <source>Draw with the left mouse button, erase with the right one. By keyboard: arrows, Space and Backspace.</source>
            <translation>用鼠标左键绘制，右键擦除。键盘：方向键、空格键和退格键。</translation>
        </message>
        <message>
            <source>Picture of {name}</source>
            <translation>{name} 的图片</translation>
        </message>
    </context>
    <context>
        <name>PointsPlot</name>
        <message>
            <source>Points in the plane</source>
            <translation>平面上的点</translation>
        </message>
    </context>
    <context>
        <name>PreferencesDialog</name>
        <message>
            <source> min</source>
            <translation> 分钟</translation>
        </message>
        <message>
            <source>&amp;Keep unsaved work every</source>
            <translation>保存未存工作的间隔(&amp;K)</translation>
        </message>
        <message>
            <source>&amp;Language</source>
            <translation>语言(&amp;L)</translation>
        </message>
        <message>
            <source>&amp;Theme</source>
            <translation>主题(&amp;T)</translation>
        </message>
        <message>
            <source>After a crash the program offers the kept work when it starts again.</source>
            <translation>崩溃之后，程序会在下次启动时提供恢复。</translation>
        </message>
        <message>
            <source>As the system</source>
            <translation>跟随系统</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>深色</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>浅色</translation>
        </message>
        <message>
            <source>Preferences</source>
            <translation>首选项</translation>
        </message>
        <message>
            <source>never</source>
            <translation>从不</translation>
        </message>
    </context>
    <context>
        <name>PrepareBox</name>
        <message>
            <source>Class labels</source>
            <translation>类别标签</translation>
        </message>
        <message>
            <source>Divide by 255</source>
            <translation>除以 255</translation>
        </message>
        <message>
            <source>Fitted on the training rows only.</source>
            <translation>只根据训练行拟合。</translation>
        </message>
        <message>
            <source>Integer (class number)</source>
            <translation>整数（类别编号）</translation>
        </message>
        <message>
            <source>Integer goes with sparse categorical, One-hot with categorical crossentropy.</source>
            <translation>整数配合稀疏分类交叉熵使用，独热编码配合分类交叉熵使用。</translation>
        </message>
        <message>
            <source>Min–max (0 to 1)</source>
            <translation>最小–最大（0 到 1）</translation>
        </message>
        <message>
            <source>Mix the rows before splitting</source>
            <translation>划分前打乱各行</translation>
        </message>
        <message>
            <source>None</source>
            <translation>无</translation>
        </message>
        <message>
            <source>Number (one value)</source>
            <translation>数值（一个值）</translation>
        </message>
        <message>
            <source>One-hot (a column per class)</source>
            <translation>独热编码（每个类别一列）</translation>
        </message>
        <message>
            <source>Rows kept aside until the end, for the final judgement.</source>
            <translation>一直留到最后，用于最终评判的行。</translation>
        </message>
        <message>
            <source>Rows that do not train but are judged after every epoch.</source>
            <translation>不参与训练，但在每一轮之后用来评判的行。</translation>
        </message>
        <message>
            <source>Scale inputs</source>
            <translation>缩放输入</translation>
        </message>
        <message>
            <source>Scale numeric targets too</source>
            <translation>同时缩放数值目标</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>随机种子</translation>
        </message>
        <message>
            <source>Standard (mean 0, deviation 1)</source>
            <translation>标准化（均值 0，标准差 1）</translation>
        </message>
        <message>
            <source>Switch off for time series: then the last rows validate and test.</source>
            <translation>时间序列请关闭：此时用最后的行进行验证和测试。</translation>
        </message>
        <message>
            <source>Test</source>
            <translation>测试</translation>
        </message>
        <message>
            <source>The file brings its own test rows; they are used.</source>
            <translation>文件自带测试行；将使用它们。</translation>
        </message>
        <message>
            <source>The same seed splits the same way every time.</source>
            <translation>相同的种子每次的划分都相同。</translation>
        </message>
        <message>
            <source>Validation</source>
            <translation>验证</translation>
        </message>
    </context>
    <context>
        <name>Problems</name>
        <message>
            <source>Error</source>
            <translation>错误</translation>
        </message>
        <message>
            <source>Hint</source>
            <translation>提示</translation>
        </message>
        <message>
            <source>No problems</source>
            <translation>没有问题</translation>
        </message>
        <message>
            <source>Problems</source>
            <translation>问题</translation>
        </message>
        <message>
            <source>Warning</source>
            <translation>警告</translation>
        </message>
        <message>
            <source>{count} more problems</source>
            <translation>还有 {count} 个问题</translation>
        </message>
    </context>
    <context>
        <name>Program</name>
        <message>
            <source>Discard</source>
            <translation>丢弃</translation>
        </message>
        <message>
            <source>Later</source>
            <translation>稍后</translation>
        </message>
        <message>
            <source>Restore</source>
            <translation>恢复</translation>
        </message>
        <message>
            <source>Restore the unsaved work on “{name}”?</source>
            <translation>恢复“{name}”中未保存的工作？</translation>
        </message>
        <message>
            <source>The program did not end properly. This was kept at {time}.</source>
            <translation>程序上次未正常结束。这份内容保存于 {time}。</translation>
        </message>
        <message>
            <source>Untitled</source>
            <translation>未命名</translation>
        </message>
    </context>
    <context>
        <name>ProjectFiles</name>
        <message>
            <source>A training is running.</source>
            <translation>正在训练。</translation>
        </message>
        <message>
            <source>All files</source>
            <translation>所有文件</translation>
        </message>
        <message>
            <source>It is in the middle of a long step. Wait a moment and try again.</source>
            <translation>训练正处在较长的一步中。请稍候再试。</translation>
        </message>
        <message>
            <source>Keep Training</source>
            <translation>继续训练</translation>
        </message>
        <message>
            <source>Layerloom projects</source>
            <translation>Layerloom 项目</translation>
        </message>
        <message>
            <source>Open a project or a model</source>
            <translation>打开项目或模型</translation>
        </message>
        <message>
            <source>Projects and Keras models</source>
            <translation>项目和 Keras 模型</translation>
        </message>
        <message>
            <source>Save project</source>
            <translation>保存项目</translation>
        </message>
        <message>
            <source>Save the changes to “{name}”?</source>
            <translation>是否保存对“{name}”的更改？</translation>
        </message>
        <message>
            <source>Saved {path}</source>
            <translation>已保存 {path}</translation>
        </message>
        <message>
            <source>Stop Training</source>
            <translation>停止训练</translation>
        </message>
        <message>
            <source>Stop it? What it has learned so far is kept in the project.</source>
            <translation>要停止吗？到目前为止学到的内容会保留在项目中。</translation>
        </message>
        <message>
            <source>The project was not saved</source>
            <translation>项目未保存</translation>
        </message>
        <message>
            <source>The training did not stop yet</source>
            <translation>训练尚未停止</translation>
        </message>
        <message>
            <source>They are lost if you don't.</source>
            <translation>如果不保存，更改将会丢失。</translation>
        </message>
        <message>
            <source>This project cannot be opened</source>
            <translation>无法打开此项目</translation>
        </message>
        <message>
            <source>Untitled</source>
            <translation>未命名</translation>
        </message>
    </context>
    <context>
        <name>Properties</name>
        <message>
            <source>A model inside the model, of {count} layers. Open it to see and change what is inside; its weights are kept.</source>
            <translation>模型中的模型，共 {count} 个层。打开即可查看和更改其内部；其权重会保留。</translation>
        </message>
        <message>
            <source>About this layer</source>
            <translation>关于此层</translation>
        </message>
        <message>
            <source>About this project</source>
            <translation>关于此项目</translation>
        </message>
        <message>
            <source>All are {kind}; edit them together.</source>
            <translation>均为 {kind}；可一起编辑。</translation>
        </message>
        <message>
            <source>Also an output of the model</source>
            <translation>同时作为模型的输出</translation>
        </message>
        <message>
            <source>Change {argument} of {count} layers</source>
            <translation>更改 {count} 个层的 {argument}</translation>
        </message>
        <message>
            <source>Functional model</source>
            <translation>函数式模型</translation>
        </message>
        <message>
            <source>Input</source>
            <translation>输入</translation>
        </message>
        <message>
            <source>Its weights are also used by {names}.</source>
            <translation>它的权重也被 {names} 使用。</translation>
        </message>
        <message>
            <source>Layers</source>
            <translation>层</translation>
        </message>
        <message>
            <source>Model inside the model</source>
            <translation>模型中的模型</translation>
        </message>
        <message>
            <source>Name of the layer</source>
            <translation>层的名称</translation>
        </message>
        <message>
            <source>Open Inside</source>
            <translation>打开内部</translation>
        </message>
        <message>
            <source>Operation</source>
            <translation>运算</translation>
        </message>
        <message>
            <source>Operations</source>
            <translation>运算次数</translation>
        </message>
        <message>
            <source>Output</source>
            <translation>输出</translation>
        </message>
        <message>
            <source>Parameters</source>
            <translation>参数</translation>
        </message>
        <message>
            <source>Replace by…</source>
            <translation>替换为…</translation>
        </message>
        <message>
            <source>Select a layer to see its settings.</source>
            <translation>选中一个层即可查看其设置。</translation>
        </message>
        <message>
            <source>Sequential model</source>
            <translation>序贯模型</translation>
        </message>
        <message>
            <source>The model is empty. Drag a layer from the list at the left onto the canvas, or double-click one.</source>
            <translation>模型是空的。从左侧列表将层拖到画布上，或双击列表中的层。</translation>
        </message>
        <message>
            <source>This layer has nothing to set.</source>
            <translation>此层没有可设置的内容。</translation>
        </message>
        <message>
            <source>Use own weights</source>
            <translation>使用独立的权重</translation>
        </message>
        <message>
            <source>Uses the weights of {name}: what you change here changes both.</source>
            <translation>使用 {name} 的权重：在此处所做的更改对两者都有效。</translation>
        </message>
        <message>
            <source>Weights and one sample</source>
            <translation>权重和一个样本</translation>
        </message>
        <message>
            <source>not known here</source>
            <translation>此处未知</translation>
        </message>
        <message>
            <source>not known yet</source>
            <translation>尚未确定</translation>
        </message>
        <message>
            <source>{count} layers selected</source>
            <translation>已选中 {count} 个层</translation>
        </message>
        <message>
            <source>{layer} is a layer that does not exist here, for instance one of the author's own. Its place, settings and weights are kept and go back into files. To run or train the model, replace it by another layer; weights that fit are taken over.</source>
            <translation>{layer} 是此处没有的层，例如作者自定义的层。它的位置、设置和权重会保留，并写回文件。要运行或训练模型，请用其他层替换它；相符的权重会沿用。</translation>
        </message>
    </context>
    <context>
        <name>Readiness</name>
        <message>
            <source>Add an Input layer: it tells the shape of the data.</source>
            <translation>添加一个输入层：它给出数据的形状。</translation>
        </message>
        <message>
            <source>Choose a loss for “{name}” in the training settings.</source>
            <translation>请在训练设置中为“{name}”选择损失。</translation>
        </message>
        <message>
            <source>Choose data to learn from.</source>
            <translation>请选择用于学习的数据。</translation>
        </message>
        <message>
            <source>Choose either the sample weights “{name}” (Data) or the class weights (Training Settings, Fit); Keras takes one of the two.</source>
            <translation>请在样本权重“{name}”（数据）和类别权重（训练设置，训练过程）之间选择其一；Keras 只接受两者之一。</translation>
        </message>
        <message>
            <source>Draw a model: drag layers onto the canvas.</source>
            <translation>绘制模型：将层拖到画布上。</translation>
        </message>
        <message>
            <source>Mend the problems of the model ({count}).</source>
            <translation>解决模型的问题（{count} 个）。</translation>
        </message>
        <message>
            <source>Replace “{name}”: it is a {layer}, which does not exist here.</source>
            <translation>请替换“{name}”：它是 {layer}，此处没有这种层。</translation>
        </message>
    </context>
    <context>
        <name>RenameEditor</name>
        <message>
            <source>Name of the layer</source>
            <translation>层的名称</translation>
        </message>
    </context>
    <context>
        <name>RowEditor</name>
        <message>
            <source>{name} takes {wanted} numbers, there are {given}.</source>
            <translation>{name} 需要 {wanted} 个数，这里有 {given} 个。</translation>
        </message>
        <message>
            <source>“{text}” is not a number for {name}.</source>
            <translation>“{text}”不能作为 {name} 的数值。</translation>
        </message>
        <message>
            <source>“{text}” is not a whole number for {name}.</source>
            <translation>“{text}”不能作为 {name} 的整数。</translation>
        </message>
    </context>
    <context>
        <name>RunList</name>
        <message>
            <source>Delete</source>
            <translation>删除</translation>
        </message>
        <message>
            <source>Epochs: {count}</source>
            <translation>轮次：{count}</translation>
        </message>
        <message>
            <source>Put back “{name}”</source>
            <translation>恢复“{name}”</translation>
        </message>
        <message>
            <source>Rename</source>
            <translation>重命名</translation>
        </message>
        <message>
            <source>Runs</source>
            <translation>训练记录</translation>
        </message>
        <message>
            <source>Training runs</source>
            <translation>训练记录</translation>
        </message>
    </context>
    <context>
        <name>Runs</name>
        <message>
            <source>Run {number}</source>
            <translation>第 {number} 次训练</translation>
        </message>
    </context>
    <context>
        <name>SampleGrid</name>
        <message>
            <source>Row {number}</source>
            <translation>第 {number} 行</translation>
        </message>
        <message>
            <source>Samples</source>
            <translation>样本</translation>
        </message>
    </context>
    <context>
        <name>Samples</name>
        <message>
            <source>Error</source>
            <translation>错误</translation>
        </message>
        <message>
            <source>Largest errors first</source>
            <translation>误差最大的在前</translation>
        </message>
        <message>
            <source>No sample here: nothing went wrong.</source>
            <translation>这里没有样本：没有出错。</translation>
        </message>
        <message>
            <source>Predicted</source>
            <translation>预测</translation>
        </message>
        <message>
            <source>Sample</source>
            <translation>样本</translation>
        </message>
        <message>
            <source>Sample {number}</source>
            <translation>样本 {number}</translation>
        </message>
        <message>
            <source>Sample {number}: true {true}, predicted {said} ({share:.1f} %)</source>
            <translation>样本 {number}：真实为 {true}，预测为 {said}（{share:.1f} %）</translation>
        </message>
        <message>
            <source>Samples</source>
            <translation>样本</translation>
        </message>
        <message>
            <source>Show the worst mistakes</source>
            <translation>显示最严重的错误</translation>
        </message>
        <message>
            <source>Sure by</source>
            <translation>把握</translation>
        </message>
        <message>
            <source>True</source>
            <translation>真实</translation>
        </message>
        <message>
            <source>True {true}, predicted {said}</source>
            <translation>真实为 {true}，预测为 {said}</translation>
        </message>
        <message>
            <source>Wrong answers, the worst first</source>
            <translation>错误的回答，最严重的在前</translation>
        </message>
        <message>
            <source>the first {most} of {found} samples</source>
            <translation>共 {found} 个样本中的前 {most} 个</translation>
        </message>
        <message>
            <source>{found} of {total} samples</source>
            <translation>共 {total} 个样本中的 {found} 个</translation>
        </message>
        <message>
            <source>{found} samples</source>
            <translation>{found} 个样本</translation>
        </message>
    </context>
    <context>
        <name>SavingAs</name>
        <message>
            <source>Replace</source>
            <translation>替换</translation>
        </message>
        <message>
            <source>What it holds now is lost.</source>
            <translation>其现有内容将会丢失。</translation>
        </message>
        <message>
            <source>{file} exists already. Replace it?</source>
            <translation>{file} 已存在。要替换它吗？</translation>
        </message>
    </context>
    <context>
        <name>Scatter</name>
        <message>
            <source>Predicted</source>
            <translation>预测</translation>
        </message>
        <message>
            <source>Predicted against true values</source>
            <translation>预测值与真实值对比</translation>
        </message>
        <message>
            <source>True</source>
            <translation>真实</translation>
        </message>
    </context>
    <context>
        <name>SearchPopup</name>
        <message>
            <source>Add a layer</source>
            <translation>添加层</translation>
        </message>
        <message>
            <source>Layers found</source>
            <translation>找到的层</translation>
        </message>
        <message>
            <source>No layer fits here.</source>
            <translation>没有适合此处的层。</translation>
        </message>
        <message>
            <source>No layer that fits here is called “{text}”.</source>
            <translation>没有适合此处且名为“{text}”的层。</translation>
        </message>
        <message>
            <source>Search layers</source>
            <translation>搜索层</translation>
        </message>
    </context>
    <context>
        <name>SetCard</name>
        <message>
            <source>{rows} rows</source>
            <translation>{rows} 行</translation>
        </message>
    </context>
    <context>
        <name>ShortcutsDialog</name>
        <message>
            <source>Ctrl + mouse wheel</source>
            <translation>Ctrl + 鼠标滚轮</translation>
        </message>
        <message>
            <source>Double click or Enter</source>
            <translation>双击或回车键</translation>
        </message>
        <message>
            <source>Keyboard shortcuts</source>
            <translation>键盘快捷键</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>按键</translation>
        </message>
        <message>
            <source>Middle mouse button, or Space and drag</source>
            <translation>鼠标中键，或按住空格键拖动</translation>
        </message>
        <message>
            <source>Move the drawing</source>
            <translation>移动画面</translation>
        </message>
        <message>
            <source>On the canvas</source>
            <translation>在画布上</translation>
        </message>
        <message>
            <source>Open a layer's properties</source>
            <translation>打开层的属性</translation>
        </message>
        <message>
            <source>Search by name or key</source>
            <translation>按名称或按键搜索</translation>
        </message>
        <message>
            <source>What it does</source>
            <translation>作用</translation>
        </message>
        <message>
            <source>Zoom</source>
            <translation>缩放</translation>
        </message>
    </context>
    <context>
        <name>SourceCard</name>
        <message>
            <source>&amp;Image folder…</source>
            <translation>图片文件夹(&amp;I)…</translation>
        </message>
        <message>
            <source>NumPy file</source>
            <translation>NumPy 文件</translation>
        </message>
        <message>
            <source>Open &amp;file…</source>
            <translation>打开文件(&amp;F)…</translation>
        </message>
        <message>
            <source>Other data</source>
            <translation>其他数据</translation>
        </message>
        <message>
            <source>Reading options…</source>
            <translation>读取选项…</translation>
        </message>
        <message>
            <source>Remove the data from the project</source>
            <translation>从项目中移除数据</translation>
        </message>
        <message>
            <source>built-in set</source>
            <translation>内置数据集</translation>
        </message>
        <message>
            <source>picture folder</source>
            <translation>图片文件夹</translation>
        </message>
        <message>
            <source>table of text</source>
            <translation>文本表格</translation>
        </message>
        <message>
            <source>{count} fields</source>
            <translation>{count} 个字段</translation>
        </message>
        <message>
            <source>{rows} rows</source>
            <translation>{rows} 行</translation>
        </message>
    </context>
    <context>
        <name>SplitBar</name>
        <message>
            <source>Division of the rows</source>
            <translation>各行的划分</translation>
        </message>
        <message>
            <source>Test</source>
            <translation>测试</translation>
        </message>
        <message>
            <source>Training</source>
            <translation>训练</translation>
        </message>
        <message>
            <source>Validation</source>
            <translation>验证</translation>
        </message>
    </context>
    <context>
        <name>Start</name>
        <message>
            <source>{file}: the picture could not be written. Use a name that ends in .png, in a folder where you may write.</source>
            <translation>{file}：无法写入图片。请使用以 .png 结尾的名称，并选择可写入的文件夹。</translation>
        </message>
    </context>
    <context>
        <name>StartPage</name>
        <message>
            <source>A table (.csv, .tsv, .txt) or NumPy arrays (.npz, .npy)</source>
            <translation>表格（.csv、.tsv、.txt）或 NumPy 数组（.npz、.npy）</translation>
        </message>
        <message>
            <source>Image folder…</source>
            <translation>图片文件夹…</translation>
        </message>
        <message>
            <source>Open file…</source>
            <translation>打开文件…</translation>
        </message>
        <message>
            <source>Pictures, one subfolder for each class</source>
            <translation>图片，每个类别一个子文件夹</translation>
        </message>
        <message>
            <source>Sets that come with the program</source>
            <translation>程序自带的数据集</translation>
        </message>
        <message>
            <source>Where is the data?</source>
            <translation>数据在哪里？</translation>
        </message>
    </context>
    <context>
        <name>StatusTotals</name>
        <message>
            <source>Float operations to predict one sample</source>
            <translation>预测一个样本所需的浮点运算次数</translation>
        </message>
        <message>
            <source>Numbers the model learns or holds</source>
            <translation>模型学习或保存的数值个数</translation>
        </message>
        <message>
            <source>Weights and the values of one sample, in float32</source>
            <translation>权重和单个样本的中间值所占内存（float32）</translation>
        </message>
        <message>
            <source>What is being computed</source>
            <translation>正在进行的计算</translation>
        </message>
        <message>
            <source>{count} operations per sample</source>
            <translation>每个样本 {count} 次运算</translation>
        </message>
        <message>
            <source>{count} parameters</source>
            <translation>{count} 个参数</translation>
        </message>
        <message>
            <source>{size} memory</source>
            <translation>{size} 内存</translation>
        </message>
    </context>
    <context>
        <name>SummaryPanel</name>
        <message>
            <source>Connected to</source>
            <translation>连接自</translation>
        </message>
        <message>
            <source>Copy as text</source>
            <translation>复制为文本</translation>
        </message>
        <message>
            <source>Layer (type)</source>
            <translation>层（类型）</translation>
        </message>
        <message>
            <source>Output shape</source>
            <translation>输出形状</translation>
        </message>
        <message>
            <source>Parameters</source>
            <translation>参数</translation>
        </message>
        <message>
            <source>Parameters: {all}  ·  trainable: {trainable}  ·  not trainable: {fixed}  ·  weights and one sample: {memory}</source>
            <translation>参数：{all}  ·  可训练：{trainable}  ·  不可训练：{fixed}  ·  权重和一个样本：{memory}</translation>
        </message>
        <message>
            <source>Summary of the model</source>
            <translation>模型摘要</translation>
        </message>
    </context>
    <context>
        <name>TrainDialog</name>
        <message>
            <source>A field holds something that cannot be used; mend it or reset it.</source>
            <translation>某个字段中的内容无法使用；请更正或重置它。</translation>
        </message>
        <message>
            <source>After how many epochs the model is judged on the validation data; more saves time.</source>
            <translation>每隔多少轮用验证数据评判一次模型；间隔越大越省时间。</translation>
        </message>
        <message>
            <source>Balance</source>
            <translation>平衡</translation>
        </message>
        <message>
            <source>Balanced over {count} samples.</source>
            <translation>已按 {count} 个样本平衡。</translation>
        </message>
        <message>
            <source>Batch size</source>
            <translation>批大小</translation>
        </message>
        <message>
            <source>Callbacks</source>
            <translation>回调</translation>
        </message>
        <message>
            <source>Class weights</source>
            <translation>类别权重</translation>
        </message>
        <message>
            <source>Class weights need a model with exactly one output.</source>
            <translation>类别权重要求模型恰好有一个输出。</translation>
        </message>
        <message>
            <source>Class weights need an output that tells classes apart.</source>
            <translation>类别权重要求输出用于区分类别。</translation>
        </message>
        <message>
            <source>Class {number}</source>
            <translation>类别 {number}</translation>
        </message>
        <message>
            <source>Counting the samples of each class…</source>
            <translation>正在统计每个类别的样本数…</translation>
        </message>
        <message>
            <source>Epochs</source>
            <translation>轮次</translation>
        </message>
        <message>
            <source>Factor of this output's loss in the total that training makes small.</source>
            <translation>该输出的损失在训练所减小的总损失中的系数。</translation>
        </message>
        <message>
            <source>Fit</source>
            <translation>训练过程</translation>
        </message>
        <message>
            <source>How many times the model sees all training data.</source>
            <translation>模型遍历全部训练数据的次数。</translation>
        </message>
        <message>
            <source>Kept from the file: {names}</source>
            <translation>来自文件，予以保留：{names}</translation>
        </message>
        <message>
            <source>Loss</source>
            <translation>损失</translation>
        </message>
        <message>
            <source>Loss weight</source>
            <translation>损失权重</translation>
        </message>
        <message>
            <source>Losses and metrics</source>
            <translation>损失和指标</translation>
        </message>
        <message>
            <source>Metrics</source>
            <translation>指标</translation>
        </message>
        <message>
            <source>Metrics that count each sample by its weight: the class weights here under Fit, or the sample weights of the Data page. The metrics above count all samples the same.</source>
            <translation>按权重计算每个样本的指标：权重是此处“训练过程”下的类别权重，或“数据”页的样本权重。上面的指标对所有样本一视同仁。</translation>
        </message>
        <message>
            <source>Mistakes on a class of weight 2 count twice as much as on one of weight 1.</source>
            <translation>在权重为 2 的类别上出错，其代价是权重为 1 的类别的两倍。</translation>
        </message>
        <message>
            <source>Nothing is held back for validation, so “{name}” is never known. Set a validation split, or watch “{instead}”.</source>
            <translation>没有留出验证数据，因此“{name}”永远不会有值。请设置验证划分，或改为监视“{instead}”。</translation>
        </message>
        <message>
            <source>Optimizer</source>
            <translation>优化器</translation>
        </message>
        <message>
            <source>Rare classes count more, so that all classes weigh the same.</source>
            <translation>罕见的类别计得更重，使所有类别的份量相同。</translation>
        </message>
        <message>
            <source>Samples per step. Larger is faster for each epoch, smaller often learns better.</source>
            <translation>每步的样本数。越大每轮越快，越小往往学得越好。</translation>
        </message>
        <message>
            <source>Search metrics</source>
            <translation>搜索指标</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>随机种子</translation>
        </message>
        <message>
            <source>Share of the training data, from its end, that is only used to watch progress.</source>
            <translation>训练数据末尾用于观察进展的部分，不参与学习。</translation>
        </message>
        <message>
            <source>Shuffle</source>
            <translation>打乱顺序</translation>
        </message>
        <message>
            <source>The accuracy that goes with the loss.</source>
            <translation>与该损失相配的准确率。</translation>
        </message>
        <message>
            <source>The column “{name}” weighs each sample already (Data page). Keras takes either sample weights or class weights.</source>
            <translation>“{name}”列已经为每个样本加权（“数据”页）。Keras 只接受样本权重或类别权重之一。</translation>
        </message>
        <message>
            <source>The labels of your data are class numbers such as 2, but this loss wants one-hot rows. Use SparseCategoricalCrossentropy, or choose one-hot labels for the data.</source>
            <translation>您的数据标签是 2 这样的类别编号，而此损失需要独热编码。请使用 SparseCategoricalCrossentropy，或为数据选择独热编码标签。</translation>
        </message>
        <message>
            <source>The labels of your data are one-hot rows such as [0, 1, 0], but this loss wants class numbers. Use CategoricalCrossentropy, or choose class numbers for the data.</source>
            <translation>您的数据标签是 [0, 1, 0] 这样的独热编码，而此损失需要类别编号。请使用 CategoricalCrossentropy，或为数据选择类别编号。</translation>
        </message>
        <message>
            <source>The model has no outputs yet. Add layers, then choose their losses here.</source>
            <translation>模型还没有输出。请先添加层，再在这里选择它们的损失。</translation>
        </message>
        <message>
            <source>The same seed gives the same first weights, order and dropout; empty for new ones each run.</source>
            <translation>相同的种子给出相同的初始权重、顺序和随机失活；留空则每次都不同。</translation>
        </message>
        <message>
            <source>The targets of the chosen data are not classes.</source>
            <translation>所选数据的目标不是类别。</translation>
        </message>
        <message>
            <source>There are too many classes ({count}) to list them.</source>
            <translation>类别太多（{count} 个），无法逐一列出。</translation>
        </message>
        <message>
            <source>This training has no value “{name}”, so nothing would happen. It has: {known}.</source>
            <translation>此训练没有“{name}”这个值，因此什么都不会发生。可用的有：{known}。</translation>
        </message>
        <message>
            <source>Train now</source>
            <translation>立即训练</translation>
        </message>
        <message>
            <source>Training settings</source>
            <translation>训练设置</translation>
        </message>
        <message>
            <source>Use suggestion</source>
            <translation>采用建议</translation>
        </message>
        <message>
            <source>Validate every</source>
            <translation>验证间隔</translation>
        </message>
        <message>
            <source>Validation split</source>
            <translation>验证划分</translation>
        </message>
        <message>
            <source>Weighted metrics</source>
            <translation>加权指标</translation>
        </message>
        <message>
            <source>Whether the samples are mixed anew before each epoch.</source>
            <translation>是否在每一轮之前重新打乱样本。</translation>
        </message>
        <message>
            <source>Without a loss this output cannot learn.</source>
            <translation>没有损失，这个输出就无法学习。</translation>
        </message>
        <message>
            <source>Your data already holds {percent} % back for validation, so the validation split is not used.</source>
            <translation>您的数据已留出 {percent} % 用于验证，因此不使用验证划分。</translation>
        </message>
        <message>
            <source>choose a loss</source>
            <translation>选择损失</translation>
        </message>
        <message>
            <source>epochs</source>
            <translation>轮</translation>
        </message>
        <message>
            <source>new each run</source>
            <translation>每次不同</translation>
        </message>
        <message>
            <source>samples</source>
            <translation>个样本</translation>
        </message>
    </context>
    <context>
        <name>Training</name>
        <message>
            <source>A callback stopped the training.</source>
            <translation>某个回调停止了训练。</translation>
        </message>
        <message>
            <source>About {epoch} per epoch, {total} in all</source>
            <translation>每轮约 {epoch}，共约 {total}</translation>
        </message>
        <message>
            <source>Best epoch: {epoch} ({name} {value})</source>
            <translation>最佳轮次：{epoch}（{name} {value}）</translation>
        </message>
        <message>
            <source>Broken off · epochs: {epochs}</source>
            <translation>已中断 · 轮次：{epochs}</translation>
        </message>
        <message>
            <source>Broken off: the loss is not a number</source>
            <translation>已中断：损失不再是有效数字</translation>
        </message>
        <message>
            <source>Building the model…</source>
            <translation>正在构建模型…</translation>
        </message>
        <message>
            <source>Checking the data against the model…</source>
            <translation>正在检查数据与模型是否匹配…</translation>
        </message>
        <message>
            <source>Choose what the output “{name}” is judged by: open the training settings and pick a loss.</source>
            <translation>请选择评判输出“{name}”的标准：打开训练设置并选择一个损失。</translation>
        </message>
        <message>
            <source>Data</source>
            <translation>数据</translation>
        </message>
        <message>
            <source>Data: {name}</source>
            <translation>数据：{name}</translation>
        </message>
        <message>
            <source>Ended early · epochs: {epochs} · {time}</source>
            <translation>提前结束 · 轮次：{epochs} · {time}</translation>
        </message>
        <message>
            <source>Epochs: {epochs}, batches of {size}</source>
            <translation>轮次：{epochs}，批大小 {size}</translation>
        </message>
        <message>
            <source>Estimating time and memory…</source>
            <translation>正在估算时间和内存…</translation>
        </message>
        <message>
            <source>Finished · epochs: {epochs} · {time}</source>
            <translation>已完成 · 轮次：{epochs} · {time}</translation>
        </message>
        <message>
            <source>Judging on the test data…</source>
            <translation>正在用测试数据评估…</translation>
        </message>
        <message>
            <source>Loading data…</source>
            <translation>正在加载数据…</translation>
        </message>
        <message>
            <source>Memory: about {size}</source>
            <translation>内存：约 {size}</translation>
        </message>
        <message>
            <source>On the test data: {values}</source>
            <translation>在测试数据上：{values}</translation>
        </message>
        <message>
            <source>Optimizer</source>
            <translation>优化器</translation>
        </message>
        <message>
            <source>Optimizer: {text}</source>
            <translation>优化器：{text}</translation>
        </message>
        <message>
            <source>Paused</source>
            <translation>已暂停</translation>
        </message>
        <message>
            <source>Preparing (compiling kernels)…</source>
            <translation>正在准备（编译计算内核）…</translation>
        </message>
        <message>
            <source>Preparing: {done} of {all} kernels compiled</source>
            <translation>正在准备：已编译 {done} 个计算内核，共 {all} 个</translation>
        </message>
        <message>
            <source>Stopped · epochs: {epochs} · {time}</source>
            <translation>已停止 · 轮次：{epochs} · {time}</translation>
        </message>
        <message>
            <source>Stopping after this batch…</source>
            <translation>将在当前批次后停止…</translation>
        </message>
        <message>
            <source>The data cannot be used</source>
            <translation>数据无法使用</translation>
        </message>
        <message>
            <source>The data does not fit the model</source>
            <translation>数据与模型不匹配</translation>
        </message>
        <message>
            <source>The first training with a new kind of layer takes a few seconds longer.</source>
            <translation>首次训练含有新类型层的模型时，会多花几秒钟。</translation>
        </message>
        <message>
            <source>The loss became NaN or infinite in epoch {epoch}, so training was stopped; the weights from before are kept. Usual remedies: a lower learning rate (try a tenth), scaled data (standard or 0 to 1), and a loss that fits the last layer's activation.</source>
            <translation>损失在第 {epoch} 轮变成了 NaN 或无穷大，因此训练已停止；此前的权重得以保留。常用的补救办法：降低学习率（试试十分之一）、缩放数据（标准化或缩放到 0 至 1），以及选用与最后一层激活函数相配的损失。</translation>
        </message>
        <message>
            <source>The loss is not a number any more</source>
            <translation>损失不再是有效数字</translation>
        </message>
        <message>
            <source>The model has problems</source>
            <translation>模型存在问题</translation>
        </message>
        <message>
            <source>The test data could not be judged</source>
            <translation>无法评判测试数据</translation>
        </message>
        <message>
            <source>The training broke off</source>
            <translation>训练中断</translation>
        </message>
        <message>
            <source>There is no loss yet</source>
            <translation>还没有选择损失</translation>
        </message>
        <message>
            <source>Time and memory cannot be estimated: {reason}</source>
            <translation>无法估算时间和内存：{reason}</translation>
        </message>
        <message>
            <source>Time unknown: a step is too large to be tried</source>
            <translation>时间未知：单步太大，无法试运行</translation>
        </message>
        <message>
            <source>Time: from a few steps tried on this machine</source>
            <translation>时间：根据在这台电脑上试运行的几步得出</translation>
        </message>
        <message>
            <source>Time: from this machine's speed, without trying</source>
            <translation>时间：根据这台电脑的速度得出，未试运行</translation>
        </message>
        <message>
            <source>Training, epoch {epoch} of {epochs}</source>
            <translation>训练中，第 {epoch} 轮，共 {epochs} 轮</translation>
        </message>
        <message>
            <source>Values of a step</source>
            <translation>一步中的各个值</translation>
        </message>
        <message>
            <source>Waiting for the computing thread…</source>
            <translation>正在等待计算线程…</translation>
        </message>
        <message>
            <source>Weights</source>
            <translation>权重</translation>
        </message>
        <message>
            <source>Where should the file go?</source>
            <translation>文件要放在哪里？</translation>
        </message>
        <message>
            <source>validation {name}</source>
            <translation>验证{name}</translation>
        </message>
        <message>
            <source>{callback} writes “{file}” beside the project, which has no place yet. Save the project first, or give a whole path.</source>
            <translation>{callback} 要把“{file}”写在项目旁边，但项目还没有保存位置。请先保存项目，或给出完整路径。</translation>
        </message>
        <message>
            <source>{monitor} did not improve any more (patience: {patience}).</source>
            <translation>{monitor} 不再改善（耐心轮数：{patience}）。</translation>
        </message>
        <message>
            <source>{optimizer}, learning rate {rate}</source>
            <translation>{optimizer}，学习率 {rate}</translation>
        </message>
    </context>
    <context>
        <name>TrainingJob</name>
        <message>
            <source>Training</source>
            <translation>训练</translation>
        </message>
    </context>
    <context>
        <name>TrainingPanel</name>
        <message>
            <source>Batch</source>
            <translation>批次</translation>
        </message>
        <message>
            <source>Before you can train</source>
            <translation>训练之前</translation>
        </message>
        <message>
            <source>Continue</source>
            <translation>继续训练</translation>
        </message>
        <message>
            <source>Elapsed</source>
            <translation>已用时间</translation>
        </message>
        <message>
            <source>End after this batch and keep what was learned</source>
            <translation>在当前批次后结束，并保留已学到的内容</translation>
        </message>
        <message>
            <source>Epoch</source>
            <translation>轮次</translation>
        </message>
        <message>
            <source>Finished batches of this epoch</source>
            <translation>本轮已完成的批次</translation>
        </message>
        <message>
            <source>Finished epochs</source>
            <translation>已完成的轮次</translation>
        </message>
        <message>
            <source>Forget the trained weights and start with new ones</source>
            <translation>丢弃已训练的权重，用新的权重开始</translation>
        </message>
        <message>
            <source>From scratch</source>
            <translation>从头训练</translation>
        </message>
        <message>
            <source>Pause</source>
            <translation>暂停</translation>
        </message>
        <message>
            <source>Ready to train</source>
            <translation>可以开始训练</translation>
        </message>
        <message>
            <source>Resume</source>
            <translation>继续</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>Time left</source>
            <translation>剩余时间</translation>
        </message>
        <message>
            <source>Time per step</source>
            <translation>每步用时</translation>
        </message>
        <message>
            <source>Train</source>
            <translation>训练</translation>
        </message>
        <message>
            <source>Train with the present settings and data</source>
            <translation>用当前的设置和数据训练</translation>
        </message>
    </context>
    <context>
        <name>TryIt</name>
        <message>
            <source>Random</source>
            <translation>随机</translation>
        </message>
        <message>
            <source>Sample</source>
            <translation>样本</translation>
        </message>
        <message>
            <source>The model says</source>
            <translation>模型的回答</translation>
        </message>
        <message>
            <source>of {count}</source>
            <translation>共 {count}</translation>
        </message>
    </context>
    <context>
        <name>Unexpected</name>
        <message>
            <source>Something went wrong that should not have</source>
            <translation>发生了不应发生的错误</translation>
        </message>
    </context>
    <context>
        <name>WeightRow</name>
        <message>
            <source>A column that says how much each sample counts: a mistake on a sample of weight 2 costs twice as much as on one of weight 1. It is no input then.</source>
            <translation>说明每个样本重要程度的列：权重为 2 的样本出错的代价是权重为 1 的样本的两倍。该列不再作为输入。</translation>
        </message>
        <message>
            <source>None: all samples count the same</source>
            <translation>无：所有样本同等重要</translation>
        </message>
        <message>
            <source>Sample weights</source>
            <translation>样本权重</translation>
        </message>
    </context>
    <context>
        <name>WelcomePage</name>
        <message>
            <source>Back to “{name}”</source>
            <translation>返回“{name}”</translation>
        </message>
        <message>
            <source>Draw a neural network, train it right here, take it away as a Keras file.</source>
            <translation>绘制神经网络，就地训练，导出为 Keras 文件。</translation>
        </message>
        <message>
            <source>Each is ready to train: open one, press Train (F5), and change it while you watch.</source>
            <translation>每个示例都可以立即训练：打开一个，按“训练”(F5)，边看边改。</translation>
        </message>
        <message>
            <source>Layers one after the other: the simplest kind</source>
            <translation>层与层依次相连：最简单的一种</translation>
        </message>
        <message>
            <source>New functional model</source>
            <translation>新建函数式模型</translation>
        </message>
        <message>
            <source>New sequential model</source>
            <translation>新建序贯模型</translation>
        </message>
        <message>
            <source>Open a project…</source>
            <translation>打开项目…</translation>
        </message>
        <message>
            <source>Recent projects</source>
            <translation>最近的项目</translation>
        </message>
        <message>
            <source>Start from an example</source>
            <translation>从示例开始</translation>
        </message>
        <message>
            <source>Welcome</source>
            <translation>欢迎</translation>
        </message>
        <message>
            <source>Wired freely: several inputs, outputs and branches</source>
            <translation>自由连接：可有多个输入、输出和分支</translation>
        </message>
    </context>
    <context>
        <name>Wording</name>
        <message>
            <source>Accuracy</source>
            <translation>准确率</translation>
        </message>
        <message>
            <source>Learning rate</source>
            <translation>学习率</translation>
        </message>
        <message>
            <source>Loss</source>
            <translation>损失</translation>
        </message>
        <message>
            <source>Mean absolute error</source>
            <translation>平均绝对误差</translation>
        </message>
        <message>
            <source>Mean squared error</source>
            <translation>均方误差</translation>
        </message>
        <message>
            <source>{hours} h {minutes} min</source>
            <translation>{hours} 小时 {minutes} 分</translation>
        </message>
        <message>
            <source>{milliseconds} ms</source>
            <translation>{milliseconds} 毫秒</translation>
        </message>
        <message>
            <source>{minutes} min {seconds} s</source>
            <translation>{minutes} 分 {seconds} 秒</translation>
        </message>
        <message>
            <source>{seconds} s</source>
            <translation>{seconds} 秒</translation>
        </message>
    </context>
    <context>
        <name>Worker</name>
        <message>
            <source>{task} failed</source>
            <translation>{task}失败</translation>
        </message>
    </context>
    <context>
        <name>check</name>
        <message>
            <source> or </source>
            <translation> 或 </translation>
        </message>
        <message>
            <source>%1 (%2) cannot take this: %3. %4</source>
            <translation>%1（%2）无法接受此输入：%3。%4</translation>
        </message>
        <message>
            <source>%1 (%2) combines values of the same shape, but here %3.</source>
            <translation>%1（%2）合并形状相同的值，但这里 %3。</translation>
        </message>
        <message>
            <source>%1 (%2) is called with %3 values; %4 of them are wired.</source>
            <translation>%1（%2）以 %3 个值调用；其中 %4 个已连线。</translation>
        </message>
        <message>
            <source>%1 (%2) joins two or more values; %3.</source>
            <translation>%1（%2）合并两个或更多的值；%3。</translation>
        </message>
        <message>
            <source>%1 (%2) needs %3, but %4 gives %5.</source>
            <translation>%1（%2）需要%3，但 %4 给出的是 %5。</translation>
        </message>
        <message>
            <source>%1 (%2) needs a value for %3: %4.</source>
            <translation>%1（%2）的 %3 需要一个值：%4。</translation>
        </message>
        <message>
            <source>%1 (%2) needs a value, but nothing is wired to it.</source>
            <translation>%1（%2）需要一个值，但没有任何连线接入。</translation>
        </message>
        <message>
            <source>%1 (%2) needs exactly two values; %3.</source>
            <translation>%1（%2）需要恰好两个值；%3。</translation>
        </message>
        <message>
            <source>%1 (%2) puts values side by side; all sizes but one must be equal. Here %3.</source>
            <translation>%1（%2）将值并排拼接；除一个维度外，其他维度的大小都必须相等。这里 %3。</translation>
        </message>
        <message>
            <source>%1 (%2) takes a query and a value; one of them is wired. Where a sequence is to attend to itself, wire it twice.</source>
            <translation>%1 (%2) 需要查询 (query) 和值 (value)；目前只连接了其中一个。若要让序列关注自身，请将其连接两次。</translation>
        </message>
        <message>
            <source>%1 (Reshape) cannot turn %2 from %3, %4 numbers per sample, into %5: the numbers of values must be equal.</source>
            <translation>%1（Reshape）无法将 %2 从 %3（每个样本 %4 个数）变为 %5：数值的个数必须相等。</translation>
        </message>
        <message>
            <source>%1 applies %2, and its loss applies it once more (from logits): it learns slowly. Use the loss without from logits.</source>
            <translation>%1 应用了 %2，而其损失又应用了一次 (from logits)：学习会很慢。请使用不带 from logits 的损失。</translation>
        </message>
        <message>
            <source>%1 applies softmax to one value (%2): the result is always 1 and nothing is learned. Use sigmoid for a yes-or-no answer, or one unit per class.</source>
            <translation>%1 对单个值（%2）使用 softmax：结果恒为 1，什么也学不到。是非判断请用 sigmoid，或每个类别用一个单元。</translation>
        </message>
        <message>
            <source>%1 ends with relu, which can never answer below 0: an answer that has fallen to 0 for all samples learns no more. With the loss %2 use %3.</source>
            <translation>%1 以 relu 结尾，其输出永远不会小于 0：若某个输出对所有样本都降为 0，就不再学习。使用损失 %2 时请用 %3。</translation>
        </message>
        <message>
            <source>%1 from %2 to %3</source>
            <translation>%1，%2 到 %3</translation>
        </message>
        <message>
            <source>%1 gives %2</source>
            <translation>%1 给出 %2</translation>
        </message>
        <message>
            <source>%1 gives %2 million numbers for each sample (%3 GB). Its settings or the input's shape may have a digit too many.</source>
            <translation>%1 对每个样本给出 %2 百万个数（%3 GB）。其设置或输入形状可能多写了一位数字。</translation>
        </message>
        <message>
            <source>%1 has no activation, so %1 and %2 together can do no more than one Dense layer.</source>
            <translation>%1 没有激活函数，因此 %1 与 %2 合在一起并不比一个 Dense 层强。</translation>
        </message>
        <message>
            <source>%1 has the shape %2, but a sample of its data has the shape %3.</source>
            <translation>%1 的形状是 %2，但其数据的一个样本的形状是 %3。</translation>
        </message>
        <message>
            <source>%1 holds %2 million numbers (%3 GB, and training needs several times that). Shrink what flows into it, for instance with pooling.</source>
            <translation>%1 含有 %2 百万个数（%3 GB，训练时需要数倍于此的内存）。请缩小流入它的数据，例如使用池化。</translation>
        </message>
        <message>
            <source>%1 is a %2, a layer that does not exist here. Its place, settings and weights are kept and go back into files, but the model cannot run with it. Replace it by another layer.</source>
            <translation>%1 是 %2，此处没有这种层。它的位置、设置和权重会保留，并写回文件，但模型无法带着它运行。请用其他层替换它。</translation>
        </message>
        <message>
            <source>%1 is a second input</source>
            <translation>%1 是第二个输入</translation>
        </message>
        <message>
            <source>%1 is an input of the model: it takes no value.</source>
            <translation>%1 是模型的输入：它不接受任何值。</translation>
        </message>
        <message>
            <source>%1 is part of a loop: values must flow one way. Remove a wire.</source>
            <translation>%1 处在循环之中：值只能朝一个方向流动。请删除一条连线。</translation>
        </message>
        <message>
            <source>%1 is wired</source>
            <translation>已连接 %1</translation>
        </message>
        <message>
            <source>%1 joins several values</source>
            <translation>%1 合并多个值</translation>
        </message>
        <message>
            <source>%1 leads to several layers</source>
            <translation>%1 通向多个层</translation>
        </message>
        <message>
            <source>%1 shares the weights of another layer</source>
            <translation>%1 与另一个层共享权重</translation>
        </message>
        <message>
            <source>%1 takes one value, but %2 are wired to it. Join them first.</source>
            <translation>%1 只接受一个值，但接入了 %2 条连线。请先将它们合并。</translation>
        </message>
        <message>
            <source>%1 takes value %2 of %3, which gives only %4. Move the wire.</source>
            <translation>%1 取用 %3 的第 %2 个值，但 %3 只给出 %4 个。请移动这条连线。</translation>
        </message>
        <message>
            <source>%1 whole numbers, each at least %2</source>
            <translation>%1 个整数，每个至少为 %2</translation>
        </message>
        <message>
            <source>%1 works on the last axis only: it turns %2 into %3, one answer per position. For one answer per sample put a Flatten layer before it.</source>
            <translation>%1 只作用于最后一个轴：它将 %2 变为 %3，即每个位置一个结果。若要每个样本只有一个结果，请在它之前放一个 Flatten 层。</translation>
        </message>
        <message>
            <source>%1, at least %2</source>
            <translation>%1，至少为 %2</translation>
        </message>
        <message>
            <source>%1, at most %2</source>
            <translation>%1，至多为 %2</translation>
        </message>
        <message>
            <source>%1, but a Sequential model is a single chain of layers.</source>
            <translation>%1，但序贯模型是一条单链。</translation>
        </message>
        <message>
            <source>%1, or nothing</source>
            <translation>%1，或留空</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <translation>%1：%2</translation>
        </message>
        <message>
            <source>%1: %2 cannot be %3; it has to be %4.</source>
            <translation>%1：%2 不能是 %3；必须是%4。</translation>
        </message>
        <message>
            <source>%1: %2 layers have no argument %3.</source>
            <translation>%1：%2 层没有参数 %3。</translation>
        </message>
        <message>
            <source>%1: there is no layer called %2 in this program.</source>
            <translation>%1：本程序没有名为 %2 的层。</translation>
        </message>
        <message>
            <source>, </source>
            <translation>、</translation>
        </message>
        <message>
            <source>, but not %1 itself</source>
            <translation>，但不包括 %1 本身</translation>
        </message>
        <message>
            <source>Add a layer after the input to make a model.</source>
            <translation>在输入之后添加一个层，才能构成模型。</translation>
        </message>
        <message>
            <source>Dense with %1 units</source>
            <translation>%1 个单元的 Dense</translation>
        </message>
        <message>
            <source>Did you mean %1?</source>
            <translation>您是想输入 %1 吗？</translation>
        </message>
        <message>
            <source>Give %1 the shape of one sample, %2 for instance.</source>
            <translation>为 %1 设置一个样本的形状，例如 %2。</translation>
        </message>
        <message>
            <source>Inside %1 is a %2, a layer that does not exist here. Open %1 and replace it to run the model.</source>
            <translation>%1 内部有一个 %2，此处没有这种层。要运行模型，请打开 %1 并替换该层。</translation>
        </message>
        <message>
            <source>No layer uses %1, so it is an output of the model beside others.</source>
            <translation>没有层使用 %1，因此它也成为模型的一个输出。</translation>
        </message>
        <message>
            <source>Take the value of another layer, or put a Reshape before %1.</source>
            <translation>改用另一层的值，或在 %1 之前放一个 Reshape。</translation>
        </message>
        <message>
            <source>The input %1 leads nowhere. Draw a wire from it to a layer, or delete it.</source>
            <translation>输入 %1 没有通向任何地方。请从它画一条连线到某个层，或将它删除。</translation>
        </message>
        <message>
            <source>The loss %1 does not fit %2, whose last activation is %3 with %4 values: %5 does.</source>
            <translation>损失 %1 与 %2 不相配：其最后的激活函数是 %3，有 %4 个值；应使用 %5。</translation>
        </message>
        <message>
            <source>The model has no input: nothing leads into %1.</source>
            <translation>模型没有输入：没有任何东西通向 %1。</translation>
        </message>
        <message>
            <source>The model is empty. Drag a layer onto the canvas to begin.</source>
            <translation>模型是空的。请将一个层拖到画布上开始。</translation>
        </message>
        <message>
            <source>The name %1 holds a slash.</source>
            <translation>名称 %1 含有斜杠。</translation>
        </message>
        <message>
            <source>The weights of %1 (%2) depend on the last size of its input, but %3 gives %4, where that size is open. Give the input a fixed size.</source>
            <translation>%1（%2）的权重取决于其输入最后一维的大小，但 %3 给出 %4，该大小并不固定。请为输入指定固定的大小。</translation>
        </message>
        <message>
            <source>The window %1 of %2 (%3) is larger than what %4 gives: %5. Use a smaller window, padding "same", or fewer pooling layers before it.</source>
            <translation>%2（%3）的窗口 %1 大于 %4 给出的 %5。请使用更小的窗口、填充方式“same”，或减少之前的池化层。</translation>
        </message>
        <message>
            <source>Two layers are called %1.</source>
            <translation>有两个层都叫 %1。</translation>
        </message>
        <message>
            <source>With padding "same" and strides of 1 a layer keeps the size of its grid.</source>
            <translation>填充为 "same" 且步幅为 1 时，层会保持其网格的大小。</translation>
        </message>
        <message>
            <source>a list of whole numbers</source>
            <translation>整数列表</translation>
        </message>
        <message>
            <source>a number</source>
            <translation>数</translation>
        </message>
        <message>
            <source>a whole number</source>
            <translation>整数</translation>
        </message>
        <message>
            <source>images (batch, height, width, channels)</source>
            <translation>图像（批、高、宽、通道）</translation>
        </message>
        <message>
            <source>one of %1</source>
            <translation>%1 之一</translation>
        </message>
        <message>
            <source>sequences (batch, steps, features)</source>
            <translation>序列（批、步、特征）</translation>
        </message>
        <message>
            <source>sizes of at least 1, such as (28, 28, 1)</source>
            <translation>不小于 1 的各维大小，例如 (28, 28, 1)</translation>
        </message>
        <message>
            <source>true or false</source>
            <translation>真或假</translation>
        </message>
        <message>
            <source>volumes (batch, depth, height, width, channels)</source>
            <translation>体数据（批、深、高、宽、通道）</translation>
        </message>
    </context>
    <context>
        <name>cli</name>
        <message>
            <source>
Stopping after this batch; press Ctrl+C again to drop everything.</source>
            <translation>
将在当前批次后停止；再按一次 Ctrl+C 则全部放弃。</translation>
        </message>
        <message>
            <source>A file of the kind {kind} is not written for Keras 2. Leave --keras 2 out.</source>
            <translation>不能为 Keras 2 写出 {kind} 类型的文件。请去掉 --keras 2。</translation>
        </message>
        <message>
            <source>Broke off. Epochs: {epochs}, time: {seconds:.1f} s.</source>
            <translation>已中断。轮次：{epochs}，用时：{seconds:.1f} 秒。</translation>
        </message>
        <message>
            <source>Building the model ...</source>
            <translation>正在构建模型 ...</translation>
        </message>
        <message>
            <source>Checking the data against the model ...</source>
            <translation>正在检查数据与模型是否匹配 ...</translation>
        </message>
        <message>
            <source>Connected to</source>
            <translation>连接自</translation>
        </message>
        <message>
            <source>Data: {data}</source>
            <translation>数据：{data}</translation>
        </message>
        <message>
            <source>Draw neural networks, train them, export Keras files.</source>
            <translation>绘制神经网络，训练，并导出 Keras 文件。</translation>
        </message>
        <message>
            <source>Epoch {epoch}/{epochs}</source>
            <translation>第 {epoch}/{epochs} 轮</translation>
        </message>
        <message>
            <source>HDF5 model, Keras 3 archive, JSON or YAML architecture, weights alone, ONNX model or Python script (default: what the file's ending says)</source>
            <translation>HDF5 模型、Keras 3 归档、JSON 或 YAML 架构、仅权重、ONNX 模型或 Python 脚本（默认：由文件扩展名决定）</translation>
        </message>
        <message>
            <source>Interrupted.</source>
            <translation>已中断。</translation>
        </message>
        <message>
            <source>It holds no weights; they start anew.</source>
            <translation>文件不含权重；权重将从新的初始值开始。</translation>
        </message>
        <message>
            <source>Last epoch: {numbers}</source>
            <translation>最后一轮：{numbers}</translation>
        </message>
        <message>
            <source>Layer</source>
            <translation>层</translation>
        </message>
        <message>
            <source>Note: this model is not trained yet; its weights are the initial ones.</source>
            <translation>注意：此模型尚未训练，其权重为初始值。</translation>
        </message>
        <message>
            <source>On the test data: {numbers}</source>
            <translation>在测试数据上：{numbers}</translation>
        </message>
        <message>
            <source>Open the digits example, train it before your eyes and leave the model, a script,
the curves and a picture of the window in ./layerloom-demo.</source>
            <translation>打开手写数字示例，在您眼前训练它，并将模型、脚本、
曲线和窗口图片留在 ./layerloom-demo 中。</translation>
        </message>
        <message>
            <source>Output shape</source>
            <translation>输出形状</translation>
        </message>
        <message>
            <source>Parameters</source>
            <translation>参数</translation>
        </message>
        <message>
            <source>Parameters: {all:,} ({trainable:,} trainable)</source>
            <translation>参数：{all:,}（可训练 {trainable:,}）</translation>
        </message>
        <message>
            <source>Preparing the kernels (longer the first time) ...</source>
            <translation>正在准备计算内核（首次会久一些）...</translation>
        </message>
        <message>
            <source>Reading the data ...</source>
            <translation>正在读取数据 ...</translation>
        </message>
        <message>
            <source>Run {number}: {text}</source>
            <translation>第 {number} 次训练：{text}</translation>
        </message>
        <message>
            <source>Saved in {file}</source>
            <translation>已保存到 {file}</translation>
        </message>
        <message>
            <source>Show what a project or a file of a Keras model holds.</source>
            <translation>显示项目或 Keras 模型文件的内容。</translation>
        </message>
        <message>
            <source>Stopped early. Epochs: {epochs}, time: {seconds:.1f} s.</source>
            <translation>提前停止。轮次：{epochs}，用时：{seconds:.1f} 秒。</translation>
        </message>
        <message>
            <source>Stopped. Epochs: {epochs}, time: {seconds:.1f} s.</source>
            <translation>已停止。轮次：{epochs}，用时：{seconds:.1f} 秒。</translation>
        </message>
        <message>
            <source>Take some steps of a project's training, keep nothing of them, and show what
each layer took and what the whole training will take.</source>
            <translation>将项目试训练几步，不保留任何结果，并显示每个层
花费了多少，以及整个训练将花费多少。</translation>
        </message>
        <message>
            <source>Testing on data it has not seen ...</source>
            <translation>正在用未见过的数据测试 ...</translation>
        </message>
        <message>
            <source>The loss stopped being a number. Epochs: {epochs}.</source>
            <translation>损失不再是有效数字。轮次：{epochs}。</translation>
        </message>
        <message>
            <source>There is no display here to show a window on (neither DISPLAY nor WAYLAND_DISPLAY is set).
Without one you can use: layerloom train, layerloom export, layerloom info, layerloom profile, layerloom demo,
layerloom --screenshot FILE.</source>
            <translation>这里没有可以显示窗口的屏幕（DISPLAY 和 WAYLAND_DISPLAY 均未设置）。
没有屏幕时可以使用：layerloom train、layerloom export、layerloom info、layerloom profile、layerloom demo、
layerloom --screenshot FILE。</translation>
        </message>
        <message>
            <source>Train a project and keep its weights and its curves.</source>
            <translation>训练项目，并保存其权重和曲线。</translation>
        </message>
        <message>
            <source>Trained. Epochs: {epochs}, time: {seconds:.1f} s.</source>
            <translation>训练完成。轮次：{epochs}，用时：{seconds:.1f} 秒。</translation>
        </message>
        <message>
            <source>Training ...</source>
            <translation>正在训练 ...</translation>
        </message>
        <message>
            <source>Training: about {epoch:.3g} s per epoch, {total:.3g} s for {epochs} epochs, memory about {memory}</source>
            <translation>训练：每轮约 {epoch:.3g} 秒，{epochs} 轮共约 {total:.3g} 秒，内存约 {memory}</translation>
        </message>
        <message>
            <source>Training: time unknown, a step is too large to be tried; memory about {memory}</source>
            <translation>训练：时间未知，单步太大，无法试运行；内存约 {memory}</translation>
        </message>
        <message>
            <source>Write a project's or a file's model as a file other programs open.</source>
            <translation>将项目或文件中的模型写成其他程序可以打开的文件。</translation>
        </message>
        <message>
            <source>Wrote {file}</source>
            <translation>已写入 {file}</translation>
        </message>
        <message>
            <source>all figures as JSON</source>
            <translation>以 JSON 输出所有数字</translation>
        </message>
        <message>
            <source>commands (layerloom COMMAND --help tells more):
  train PROJECT    train a project without the window
  export PROJECT   write it as a Keras file or a Python script
  info PROJECT     show its layers, sizes, data and runs
  profile PROJECT  measure where a step's time and memory go
  demo             train the digits example before your eyes</source>
            <translation>命令（layerloom COMMAND --help 可查看更多说明）：
  train PROJECT    不打开窗口训练项目
  export PROJECT   写成 Keras 文件或 Python 脚本
  info PROJECT     显示其层、大小、数据和训练记录
  profile PROJECT  测量一步训练的时间和内存用在何处
  demo             在您眼前训练手写数字示例</translation>
        </message>
        <message>
            <source>en, zh_CN or system (default: your setting)</source>
            <translation>en、zh_CN 或 system（默认：您的设置）</translation>
        </message>
        <message>
            <source>error</source>
            <translation>错误</translation>
        </message>
        <message>
            <source>file to write</source>
            <translation>要写入的文件</translation>
        </message>
        <message>
            <source>functional</source>
            <translation>函数式</translation>
        </message>
        <message>
            <source>hint</source>
            <translation>提示</translation>
        </message>
        <message>
            <source>light or dark (default: your setting)</source>
            <translation>浅色或深色（默认：您的设置）</translation>
        </message>
        <message>
            <source>must be a whole number, 1 or more, got {text}</source>
            <translation>必须是不小于 1 的整数，得到的是 {text}</translation>
        </message>
        <message>
            <source>must be en, zh_CN or system, got {text}</source>
            <translation>必须是 en、zh_CN 或 system，得到的是 {text}</translation>
        </message>
        <message>
            <source>none chosen</source>
            <translation>未选择</translation>
        </message>
        <message>
            <source>passes over the data</source>
            <translation>遍历数据的次数</translation>
        </message>
        <message>
            <source>project (.loom) or file of a Keras model</source>
            <translation>项目 (.loom) 或 Keras 模型文件</translation>
        </message>
        <message>
            <source>project file (.loom)</source>
            <translation>项目文件 (.loom)</translation>
        </message>
        <message>
            <source>sequential</source>
            <translation>序贯</translation>
        </message>
        <message>
            <source>the Keras that is to open it (default: 3); 2 is that of TensorFlow up to 2.15</source>
            <translation>将用来打开它的 Keras（默认：3）；2 是 TensorFlow 2.15 及更早版本自带的 Keras</translation>
        </message>
        <message>
            <source>there is no command {word!r}; there are {commands}</source>
            <translation>没有命令 {word!r}；可用的有 {commands}</translation>
        </message>
        <message>
            <source>unrecognized arguments: {words}</source>
            <translation>无法识别的参数：{words}</translation>
        </message>
        <message>
            <source>warning</source>
            <translation>警告</translation>
        </message>
        <message>
            <source>write the trained project and its Keras files here; the project stays as it is</source>
            <translation>将训练后的项目及其 Keras 文件写到这里；原项目保持不变</translation>
        </message>
        <message>
            <source>write the window's picture and quit</source>
            <translation>写出窗口的图片后退出</translation>
        </message>
        <message>
            <source>{file} has no data yet. Open it in the window, choose data, save it.</source>
            <translation>{file} 还没有数据。请在窗口中打开它，选择数据并保存。</translation>
        </message>
        <message>
            <source>{file} is a model without data to train on. Open it in the window, choose data, save it as a project (.loom), and give that.</source>
            <translation>{file} 是没有训练数据的模型。请在窗口中打开它，选择数据，保存为项目 (.loom)，然后使用该项目。</translation>
        </message>
        <message>
            <source>{file}: no such project.</source>
            <translation>{file}：没有这个项目。</translation>
        </message>
        <message>
            <source>{file}: the ending does not tell what to write. Say it with --to.</source>
            <translation>{file}：无法从扩展名得知要写什么。请用 --to 说明。</translation>
        </message>
        <message>
            <source>{file}: the ending is that of {told}, but --to asks for {form}. Change one of them; a file of that kind ends in {suffix}.</source>
            <translation>{file}：扩展名属于 {told}，但 --to 要求的是 {form}。请更改其中之一；该类文件的扩展名是 {suffix}。</translation>
        </message>
        <message>
            <source>{file}: {reason}. Check that the folder exists and that you may write there.</source>
            <translation>{file}：{reason}。请确认文件夹存在并且您有写入权限。</translation>
        </message>
        <message>
            <source>{kind}, written by {generation}.</source>
            <translation>{kind}，由 {generation} 写出。</translation>
        </message>
        <message>
            <source>{title} ({kind})</source>
            <translation>{title}（{kind}）</translation>
        </message>
    </context>
    <context>
        <name>commands</name>
        <message>
            <source>%1 has wires already; remove them first.</source>
            <translation>%1 已有连线；请先删除它们。</translation>
        </message>
        <message>
            <source>A Sequential model has one input. Convert the model to Functional to add another one.</source>
            <translation>序贯模型只有一个输入。要再添加输入，请将模型转换为函数式。</translation>
        </message>
        <message>
            <source>Add %1</source>
            <translation>添加 %1</translation>
        </message>
        <message>
            <source>An input takes no other layer's place.</source>
            <translation>输入不能代替其他层。</translation>
        </message>
        <message>
            <source>An input takes no value, so it cannot stand within a wire.</source>
            <translation>输入不接受任何值，因此不能放在连线中间。</translation>
        </message>
        <message>
            <source>Arrange</source>
            <translation>自动排列</translation>
        </message>
        <message>
            <source>Change %1</source>
            <translation>更改 %1</translation>
        </message>
        <message>
            <source>Change %1 of %2</source>
            <translation>更改 %2 的 %1</translation>
        </message>
        <message>
            <source>Change the data</source>
            <translation>更改数据</translation>
        </message>
        <message>
            <source>Change the inside of %1</source>
            <translation>更改 %1 的内部</translation>
        </message>
        <message>
            <source>Change the training settings</source>
            <translation>更改训练设置</translation>
        </message>
        <message>
            <source>Connect %1 to %2</source>
            <translation>将 %1 连接到 %2</translation>
        </message>
        <message>
            <source>Convert to Functional</source>
            <translation>转换为函数式</translation>
        </message>
        <message>
            <source>Convert to Sequential</source>
            <translation>转换为序贯</translation>
        </message>
        <message>
            <source>Delete %1</source>
            <translation>删除 %1</translation>
        </message>
        <message>
            <source>Delete %1 layers</source>
            <translation>删除 %1 个层</translation>
        </message>
        <message>
            <source>Delete wire</source>
            <translation>删除连线</translation>
        </message>
        <message>
            <source>Delete wires</source>
            <translation>删除连线</translation>
        </message>
        <message>
            <source>Insert %1</source>
            <translation>插入 %1</translation>
        </message>
        <message>
            <source>Load weights</source>
            <translation>加载权重</translation>
        </message>
        <message>
            <source>Move</source>
            <translation>移动</translation>
        </message>
        <message>
            <source>Move wire</source>
            <translation>移动连线</translation>
        </message>
        <message>
            <source>Output of the model</source>
            <translation>模型的输出</translation>
        </message>
        <message>
            <source>Paste</source>
            <translation>粘贴</translation>
        </message>
        <message>
            <source>Rename to %1</source>
            <translation>重命名为 %1</translation>
        </message>
        <message>
            <source>Replace %1 by %2</source>
            <translation>将 %1 替换为 %2</translation>
        </message>
        <message>
            <source>Share weights of %1</source>
            <translation>共享 %1 的权重</translation>
        </message>
        <message>
            <source>The copied layers branch or share weights. Convert this Sequential model to Functional to paste them.</source>
            <translation>复制的层有分支或共享权重。要粘贴它们，请将此序贯模型转换为函数式。</translation>
        </message>
        <message>
            <source>This wire is no longer there.</source>
            <translation>这条连线已不存在。</translation>
        </message>
        <message>
            <source>Ungroup %1</source>
            <translation>取消组合 %1</translation>
        </message>
        <message>
            <source>Use own weights</source>
            <translation>使用独立的权重</translation>
        </message>
    </context>
    <context>
        <name>data</name>
        <message>
            <source>(missing)</source>
            <translation>（缺失）</translation>
        </message>
        <message>
            <source>32 past values of a noisy time series predict the next one.</source>
            <translation>用含噪声时间序列的过去 32 个值预测下一个值。</translation>
        </message>
        <message>
            <source>Arrays of Python objects are not opened: reading them could run foreign programs.</source>
            <translation>不会打开由 Python 对象组成的数组：读取它们可能会运行来路不明的程序。</translation>
        </message>
        <message>
            <source>B. Efron and others, Least Angle Regression, 2004.</source>
            <translation>B. Efron 等，Least Angle Regression，2004。</translation>
        </message>
        <message>
            <source>Breast cancer</source>
            <translation>乳腺癌</translation>
        </message>
        <message>
            <source>Check that it still exists and that you may read it.</source>
            <translation>请确认它仍然存在，并且您有读取权限。</translation>
        </message>
        <message>
            <source>Check the separator and quotes in this line, or choose another separator.</source>
            <translation>请检查这一行的分隔符和引号，或选择其他分隔符。</translation>
        </message>
        <message>
            <source>Choose a smaller size, or grey instead of colour.</source>
            <translation>请选择更小的尺寸，或用灰度代替彩色。</translation>
        </message>
        <message>
            <source>Choose another column for the sample weights, or none.</source>
            <translation>请为样本权重选择另一列，或不选。</translation>
        </message>
        <message>
            <source>Choose another encoding; files from a Chinese Windows are often gbk.</source>
            <translation>请选择其他编码；来自中文 Windows 的文件通常是 gbk。</translation>
        </message>
        <message>
            <source>Choose one of: {names}.</source>
            <translation>请从以下选项中选择：{names}。</translation>
        </message>
        <message>
            <source>Copy or download it again, or write it once more.</source>
            <translation>请重新复制、下载或写出该文件。</translation>
        </message>
        <message>
            <source>Correct the cell, add “{value}” to the words that mean a missing value, or make the column a Category.</source>
            <translation>请更正该单元格，把“{value}”加入表示缺失值的词，或将该列设为类别。</translation>
        </message>
        <message>
            <source>Diabetes</source>
            <translation>糖尿病</translation>
        </message>
        <message>
            <source>Every column is ignored.</source>
            <translation>所有列都被忽略了。</translation>
        </message>
        <message>
            <source>Every row has a missing value, so no row is left.</source>
            <translation>每一行都有缺失值，因此没有剩下任何行。</translation>
        </message>
        <message>
            <source>Export the table as CSV (for example from a spreadsheet).</source>
            <translation>请将表格导出为 CSV（例如从电子表格软件导出）。</translation>
        </message>
        <message>
            <source>Fill missing values with the most frequent one instead.</source>
            <translation>请改用出现最多的值填充缺失值。</translation>
        </message>
        <message>
            <source>Fill missing values, or ignore the emptiest columns.</source>
            <translation>请填充缺失值，或忽略缺失最多的列。</translation>
        </message>
        <message>
            <source>Fill with a constant, or ignore the column.</source>
            <translation>请用常数填充，或忽略该列。</translation>
        </message>
        <message>
            <source>Four lengths of a flower tell its species, one of three.</source>
            <translation>根据一朵花的四个长度判断它属于三个品种中的哪一个。</translation>
        </message>
        <message>
            <source>Give at least one column the role Input.</source>
            <translation>请至少将一列的用途设为输入。</translation>
        </message>
        <message>
            <source>Give it no activation (linear): relu never answers below 0.</source>
            <translation>请不要为它设置激活函数 (linear)：relu 的输出永远不会小于 0。</translation>
        </message>
        <message>
            <source>Handwritten digits</source>
            <translation>手写数字</translation>
        </message>
        <message>
            <source>Headlines</source>
            <translation>新闻标题</translation>
        </message>
        <message>
            <source>Headlines as word numbers with five facts; two yes/no questions.</source>
            <translation>以单词编号表示的标题，外加五项信息；两个是非问题。</translation>
        </message>
        <message>
            <source>Iris flowers</source>
            <translation>鸢尾花</translation>
        </message>
        <message>
            <source>It may have been moved; choose it again.</source>
            <translation>它可能已被移动；请重新选择。</translation>
        </message>
        <message>
            <source>It was moved, renamed or is on a drive that is away. Choose it again.</source>
            <translation>它已被移动、重命名，或所在的磁盘未连接。请重新选择。</translation>
        </message>
        <message>
            <source>Known: {known}.</source>
            <translation>已知的有：{known}。</translation>
        </message>
        <message>
            <source>Look for a quotation mark that is never closed.</source>
            <translation>请查找没有闭合的引号。</translation>
        </message>
        <message>
            <source>Made by Layerloom from a fixed seed.</source>
            <translation>由 Layerloom 用固定的种子生成。</translation>
        </message>
        <message>
            <source>Make one subfolder per class, such as cats/ and dogs/, with its pictures (png, jpg, bmp), and choose the folder that holds them.</source>
            <translation>请为每个类别建立一个子文件夹，例如 cats/ 和 dogs/，放入该类的图片（png、jpg、bmp），然后选择包含这些子文件夹的文件夹。</translation>
        </message>
        <message>
            <source>No data is assigned to the input “{port}”.</source>
            <translation>输入“{port}”还没有分配数据。</translation>
        </message>
        <message>
            <source>No file has been chosen.</source>
            <translation>尚未选择文件。</translation>
        </message>
        <message>
            <source>No target is assigned to the output “{port}”.</source>
            <translation>输出“{port}”还没有分配目标。</translation>
        </message>
        <message>
            <source>Noisy waves</source>
            <translation>含噪声的波形</translation>
        </message>
        <message>
            <source>None of the {count} pictures can be read.</source>
            <translation>{count} 张图片全都无法读取。</translation>
        </message>
        <message>
            <source>Pairs drawn by Layerloom from Handwritten digits (CC BY 4.0).</source>
            <translation>由 Layerloom 从手写数字（CC BY 4.0）中配对而成。</translation>
        </message>
        <message>
            <source>Pairs of digits</source>
            <translation>数字对</translation>
        </message>
        <message>
            <source>Pictures of 8 x 8 grey pixels of the digits 0 to 9.</source>
            <translation>数字 0 到 9 的 8 x 8 像素灰度图片。</translation>
        </message>
        <message>
            <source>Points in three winding arms: a hard toy for small networks.</source>
            <translation>三条旋臂上的点：对小型网络来说很难的玩具数据。</translation>
        </message>
        <message>
            <source>Points in two half circles that no straight line can part.</source>
            <translation>分布在两个半圆上的点，任何直线都无法将其分开。</translation>
        </message>
        <message>
            <source>R. A. Fisher, 1936; UCI Machine Learning Repository, CC BY 4.0.</source>
            <translation>R. A. Fisher，1936；UCI Machine Learning Repository，CC BY 4.0。</translation>
        </message>
        <message>
            <source>Running text cannot be used as {role}.</source>
            <translation>整段文字不能用作{role}。</translation>
        </message>
        <message>
            <source>Save numbers: numpy.asarray(x, 'float32').</source>
            <translation>请保存为数值：numpy.asarray(x, 'float32')。</translation>
        </message>
        <message>
            <source>Save plain numbers: rows of one length, numpy.asarray(x, 'float32').</source>
            <translation>请保存为普通数值：每行长度相同，numpy.asarray(x, 'float32')。</translation>
        </message>
        <message>
            <source>Set the column to Ignore, or to Category if few texts repeat. To learn from sentences, turn them into word numbers first and load them as .npz.</source>
            <translation>请将该列设为忽略；如果重复的文本不多，也可设为类别。要从句子中学习，请先将其转换为单词编号，再以 .npz 格式加载。</translation>
        </message>
        <message>
            <source>Set the input's shape to {shape} and put a Flatten layer behind it.</source>
            <translation>请将输入的形状设为 {shape}，并在其后放一个 Flatten 层。</translation>
        </message>
        <message>
            <source>Set the input's shape to {shape}, or choose other data.</source>
            <translation>请将输入的形状设为 {shape}，或选择其他数据。</translation>
        </message>
        <message>
            <source>Ten measurements predict how the illness stands a year later.</source>
            <translation>用十项测量值预测一年后的病情。</translation>
        </message>
        <message>
            <source>Text in an array of {rank} axes cannot be used.</source>
            <translation>不能使用 {rank} 个轴的文本数组。</translation>
        </message>
        <message>
            <source>The arrays do not fit into memory.</source>
            <translation>数组太大，内存放不下。</translation>
        </message>
        <message>
            <source>The data has {count} classes, the output layer “{port}” has 1 unit. Give it {count} units and the activation softmax.</source>
            <translation>数据有 {count} 个类别，而输出层“{port}”只有 1 个单元。请设为 {count} 个单元，并使用激活函数 softmax。</translation>
        </message>
        <message>
            <source>The data has {count} classes, the output layer “{port}” has {units} units. Give it {count} units and the activation softmax.</source>
            <translation>数据有 {count} 个类别，而输出层“{port}”有 {units} 个单元。请为它设置 {count} 个单元和激活函数 softmax。</translation>
        </message>
        <message>
            <source>The data has {count} classes, the output layer “{port}” has {units} units. Give it {count} units.</source>
            <translation>数据有 {count} 个类别，而输出层“{port}”有 {units} 个单元。请设为 {count} 个单元。</translation>
        </message>
        <message>
            <source>The data lacks the column “{field}”.</source>
            <translation>数据中缺少“{field}”列。</translation>
        </message>
        <message>
            <source>The file cannot be read ({reason}).</source>
            <translation>无法读取该文件（{reason}）。</translation>
        </message>
        <message>
            <source>The file does not exist.</source>
            <translation>该文件不存在。</translation>
        </message>
        <message>
            <source>The file holds no rows of data.</source>
            <translation>该文件中没有数据行。</translation>
        </message>
        <message>
            <source>The file is damaged or cut short.</source>
            <translation>该文件已损坏或不完整。</translation>
        </message>
        <message>
            <source>The file is empty.</source>
            <translation>该文件是空的。</translation>
        </message>
        <message>
            <source>The folder cannot be read ({reason}).</source>
            <translation>无法读取该文件夹（{reason}）。</translation>
        </message>
        <message>
            <source>The folder does not exist.</source>
            <translation>该文件夹不存在。</translation>
        </message>
        <message>
            <source>The input “{port}” holds {value}, expected 0 to {last}.</source>
            <translation>输入“{port}”中有 {value}，应为 0 到 {last}。</translation>
        </message>
        <message>
            <source>The input “{port}” takes whole numbers; a mean that fills a gap is none.</source>
            <translation>输入“{port}”只接受整数；用来填补空缺的平均值不是整数。</translation>
        </message>
        <message>
            <source>The label {value} of “{field}” is out of range: the output layer “{port}” has {units} units, so labels go from 0 to {last}.</source>
            <translation>“{field}”的标签 {value} 超出范围：输出层“{port}”有 {units} 个单元，因此标签应为 0 到 {last}。</translation>
        </message>
        <message>
            <source>The labels of “{field}” are set to Number, one value per sample, the output layer “{port}” has {units} units. Set the labels to Integer or One-hot.</source>
            <translation>“{field}”的标签设为数值，即每个样本一个值，而输出层“{port}”有 {units} 个单元。请将标签设为整数或独热编码。</translation>
        </message>
        <message>
            <source>The loss {loss} of “{port}” compares {units} numbers, the labels are class numbers. Set the labels to One-hot, or use SparseCategoricalCrossentropy.</source>
            <translation>“{port}”的损失 {loss} 比较 {units} 个数，而标签是类别编号。请将标签设为独热编码，或使用 SparseCategoricalCrossentropy。</translation>
        </message>
        <message>
            <source>The loss {loss} of “{port}” takes class numbers, the labels are one-hot. Set the labels to Integer, or use CategoricalCrossentropy.</source>
            <translation>“{port}”的损失 {loss} 需要类别编号，而标签是独热编码。请将标签设为整数，或使用 CategoricalCrossentropy。</translation>
        </message>
        <message>
            <source>The row has {count} values, expected {width}.</source>
            <translation>该行有 {count} 个值，应为 {width} 个。</translation>
        </message>
        <message>
            <source>The table cannot be read ({reason}).</source>
            <translation>无法读取该表格（{reason}）。</translation>
        </message>
        <message>
            <source>The target {fields} has the shape {shape}, the output “{port}” gives {wanted}. Change the units of the output layer to {units}.</source>
            <translation>目标 {fields} 的形状为 {shape}，而输出“{port}”给出 {wanted}。请将输出层的单元数改为 {units}。</translation>
        </message>
        <message>
            <source>The text is not written in the encoding {encoding}.</source>
            <translation>该文本不是用编码 {encoding} 写成的。</translation>
        </message>
        <message>
            <source>The validation part ({validation}) and the test part ({test}) must each be from 0 to 0.9 and leave at least a tenth of the rows for training.</source>
            <translation>验证部分（{validation}）和测试部分（{test}）都必须在 0 到 0.9 之间，并且至少留出十分之一的行用于训练。</translation>
        </message>
        <message>
            <source>There are more than {count} different values.</source>
            <translation>不同的值超过了 {count} 个。</translation>
        </message>
        <message>
            <source>There are no pictures in subfolders.</source>
            <translation>子文件夹中没有图片。</translation>
        </message>
        <message>
            <source>There are only {rows} rows; nothing can be learned.</source>
            <translation>只有 {rows} 行；什么也学不到。</translation>
        </message>
        <message>
            <source>There is no built-in set “{key}”.</source>
            <translation>没有名为“{key}”的内置数据集。</translation>
        </message>
        <message>
            <source>There is no file or folder {path}.</source>
            <translation>没有文件或文件夹 {path}。</translation>
        </message>
        <message>
            <source>There is no row of data.</source>
            <translation>没有任何数据行。</translation>
        </message>
        <message>
            <source>There is no row to train on.</source>
            <translation>没有可用于训练的行。</translation>
        </message>
        <message>
            <source>There is no value in the training rows to fill gaps from.</source>
            <translation>训练行中没有可用来填补空缺的值。</translation>
        </message>
        <message>
            <source>Thirteen chemical measurements tell which of three growers it is.</source>
            <translation>用十三项化学测量值判断葡萄酒出自三位种植者中的哪一位。</translation>
        </message>
        <message>
            <source>Thirty measurements of cells tell harmful lumps from harmless.</source>
            <translation>用三十项细胞测量值区分恶性与良性肿块。</translation>
        </message>
        <message>
            <source>This is no column of classes: set it to Ignore, or to Number.</source>
            <translation>该列不是类别列：请设为忽略或数值。</translation>
        </message>
        <message>
            <source>This is not a NumPy file.</source>
            <translation>这不是 NumPy 文件。</translation>
        </message>
        <message>
            <source>This is not a description of a data source.</source>
            <translation>这不是数据来源的描述。</translation>
        </message>
        <message>
            <source>This is not a text file.</source>
            <translation>这不是文本文件。</translation>
        </message>
        <message>
            <source>Three spirals</source>
            <translation>三条螺旋线</translation>
        </message>
        <message>
            <source>Turn the words into whole numbers first.</source>
            <translation>请先将单词转换为整数。</translation>
        </message>
        <message>
            <source>Two handwritten digits: are they the same, and which is larger?</source>
            <translation>两个手写数字：它们是否相同，哪个更大？</translation>
        </message>
        <message>
            <source>Two moons</source>
            <translation>双月牙</translation>
        </message>
        <message>
            <source>UCI Machine Learning Repository, licence CC BY 4.0.</source>
            <translation>UCI Machine Learning Repository，许可证 CC BY 4.0。</translation>
        </message>
        <message>
            <source>Values of the type {type} cannot be used.</source>
            <translation>不能使用 {type} 类型的值。</translation>
        </message>
        <message>
            <source>Wine</source>
            <translation>葡萄酒</translation>
        </message>
        <message>
            <source>Write one with numpy.savez(path, x=x, y=y).</source>
            <translation>请用 numpy.savez(path, x=x, y=y) 写出一个。</translation>
        </message>
        <message>
            <source>a target</source>
            <translation>目标</translation>
        </message>
        <message>
            <source>an input</source>
            <translation>输入</translation>
        </message>
        <message>
            <source>arm {number}</source>
            <translation>旋臂 {number}</translation>
        </message>
        <message>
            <source>author</source>
            <translation>作者</translation>
        </message>
        <message>
            <source>column “{name}”</source>
            <translation>列“{name}”</translation>
        </message>
        <message>
            <source>different</source>
            <translation>不同</translation>
        </message>
        <message>
            <source>equal</source>
            <translation>相等</translation>
        </message>
        <message>
            <source>hour</source>
            <translation>小时</translation>
        </message>
        <message>
            <source>left larger</source>
            <translation>左边更大</translation>
        </message>
        <message>
            <source>length</source>
            <translation>长度</translation>
        </message>
        <message>
            <source>line {row}</source>
            <translation>第 {row} 行</translation>
        </message>
        <message>
            <source>lower moon</source>
            <translation>下方月牙</translation>
        </message>
        <message>
            <source>no</source>
            <translation>否</translation>
        </message>
        <message>
            <source>picture</source>
            <translation>图片</translation>
        </message>
        <message>
            <source>right larger</source>
            <translation>右边更大</translation>
        </message>
        <message>
            <source>same</source>
            <translation>相同</translation>
        </message>
        <message>
            <source>upper moon</source>
            <translation>上方月牙</translation>
        </message>
        <message>
            <source>weekend</source>
            <translation>周末</translation>
        </message>
        <message>
            <source>yes</source>
            <translation>是</translation>
        </message>
        <message>
            <source>{count} files could not be read and were skipped: {names}</source>
            <translation>有 {count} 个文件无法读取，已跳过：{names}</translation>
        </message>
        <message>
            <source>{count} pictures lie in the folder itself, in no class.</source>
            <translation>有 {count} 张图片直接放在该文件夹中，不属于任何类别。</translation>
        </message>
        <message>
            <source>{count} pictures of {height} x {width} need {size} GB.</source>
            <translation>{count} 张 {height} x {width} 的图片需要 {size} GB。</translation>
        </message>
        <message>
            <source>{count} rows with missing values were left out.</source>
            <translation>有 {count} 行含缺失值，已被略去。</translation>
        </message>
        <message>
            <source>{count} values are missing in the target “{field}”. Leave those rows out: a target must be known.</source>
            <translation>目标“{field}”中缺失 {count} 个值。请略去这些行：目标必须是已知的。</translation>
        </message>
        <message>
            <source>{fields} cannot be put side by side: only columns can. Choose one.</source>
            <translation>{fields} 无法并排拼接：只有列可以。请选择其中一个。</translation>
        </message>
        <message>
            <source>{fields} has the shape {shape}, the input “{port}” expects {wanted}.</source>
            <translation>{fields} 的形状为 {shape}，而输入“{port}”需要 {wanted}。</translation>
        </message>
        <message>
            <source>{name} is {value}, expected one of {known}.</source>
            <translation>{name} 为 {value}，应为以下之一：{known}。</translation>
        </message>
        <message>
            <source>“{field}” has {count} rows, the other data has {rows}. Every input and output needs one row per sample.</source>
            <translation>“{field}”有 {count} 行，而其他数据有 {rows} 行。每个输入和输出都需要每个样本一行。</translation>
        </message>
        <message>
            <source>“{field}” holds fractions such as {value}, “{port}” takes whole numbers.</source>
            <translation>“{field}”含有 {value} 这样的小数，而“{port}”只接受整数。</translation>
        </message>
        <message>
            <source>“{field}” holds infinite values.</source>
            <translation>“{field}”含有无穷值。</translation>
        </message>
        <message>
            <source>“{field}” holds infinite values; training would fail at once.</source>
            <translation>“{field}”含有无穷大的值；训练会立即失败。</translation>
        </message>
        <message>
            <source>“{field}” holds {value}, the Embedding behind “{port}” knows 0 to {last}. Raise its input_dim to {needed} or more.</source>
            <translation>“{field}”含有 {value}，而“{port}”之后的 Embedding 只认识 0 到 {last}。请将其 input_dim 提高到 {needed} 或更大。</translation>
        </message>
        <message>
            <source>“{field}” holds {value}, the Embedding behind “{port}” knows 0 to {last}: negative numbers stand for no word.</source>
            <translation>“{field}”含有 {value}，而“{port}”之后的 Embedding 只认识 0 到 {last}：负数不代表任何单词。</translation>
        </message>
        <message>
            <source>“{field}” holds {value}: a weight is 0 or more.</source>
            <translation>“{field}”含有 {value}：权重不能小于 0。</translation>
        </message>
        <message>
            <source>“{field}” is 0 everywhere: no sample would count.</source>
            <translation>“{field}”全部为 0：没有样本会被计入。</translation>
        </message>
        <message>
            <source>“{field}” is both an input and a target: the model can simply copy it.</source>
            <translation>“{field}”既是输入又是目标：模型只需照抄它。</translation>
        </message>
        <message>
            <source>“{field}” is empty.</source>
            <translation>“{field}”是空的。</translation>
        </message>
        <message>
            <source>“{field}” is not one number for each sample.</source>
            <translation>“{field}”不是每个样本一个数。</translation>
        </message>
        <message>
            <source>“{field}” is one class per sample, the output “{port}” gives {wanted}. Put a Flatten layer and a Dense layer of {count} units at the end.</source>
            <translation>“{field}”是每个样本一个类别，而输出“{port}”给出 {wanted}。请在末尾放一个 Flatten 层和一个 {count} 个单元的 Dense 层。</translation>
        </message>
        <message>
            <source>“{field}” lacks values: every sample needs its weight.</source>
            <translation>“{field}”有缺失值：每个样本都需要权重。</translation>
        </message>
        <message>
            <source>“{name}” has {count} rows where the others have {rows}.</source>
            <translation>“{name}”有 {count} 行，而其他的有 {rows} 行。</translation>
        </message>
        <message>
            <source>“{port}” asks for “{field}”, which the data lacks (it has {known}).</source>
            <translation>“{port}”要求“{field}”，但数据中没有（只有 {known}）。</translation>
        </message>
        <message>
            <source>“{port}” mixes classes with numbers. Give each class target its own output.</source>
            <translation>“{port}”混合了类别和数值。请为每个类别目标设置单独的输出。</translation>
        </message>
        <message>
            <source>“{value}” is none of the classes.</source>
            <translation>“{value}”不属于任何类别。</translation>
        </message>
        <message>
            <source>“{value}” is not a date of the form {form}.</source>
            <translation>“{value}”不是 {form} 形式的日期。</translation>
        </message>
        <message>
            <source>“{value}” is not a number to fill gaps with.</source>
            <translation>“{value}”不是可用来填补空缺的数值。</translation>
        </message>
        <message>
            <source>“{value}” is not a number.</source>
            <translation>“{value}”不是数值。</translation>
        </message>
    </context>
    <context>
        <name>demo</name>
        <message>
            <source>Export</source>
            <translation>导出</translation>
        </message>
        <message>
            <source>Left in {folder}:</source>
            <translation>已留在 {folder} 中：</translation>
        </message>
        <message>
            <source>No validation accuracy was measured.</source>
            <translation>没有测量验证准确率。</translation>
        </message>
        <message>
            <source>Opened the example “{name}”.</source>
            <translation>已打开示例“{name}”。</translation>
        </message>
        <message>
            <source>The training could not be started.</source>
            <translation>无法开始训练。</translation>
        </message>
        <message>
            <source>The window stays open; close it when you have seen enough.</source>
            <translation>窗口会保持打开；看够了再关闭即可。</translation>
        </message>
        <message>
            <source>Validation accuracy: {percent:.1f} % (epoch {epoch}, whose weights are kept)</source>
            <translation>验证准确率：{percent:.1f} %（第 {epoch} 轮，其权重已保留）</translation>
        </message>
    </context>
    <context>
        <name>engine</name>
        <message>
            <source>'nearest' repeats pixels; the others blend neighbouring ones smoothly.</source>
            <translation>“nearest”重复像素；其他方式将相邻像素平滑地混合。</translation>
        </message>
        <message>
            <source>'valid' drops cells that fill no whole window; 'same' pads so that every cell counts.</source>
            <translation>“valid”舍弃填不满整个窗口的单元；“same”进行填充，使每个单元都计入。</translation>
        </message>
        <message>
            <source>'valid' keeps every cell that is reached; 'same' makes the output as large as the input times the strides.</source>
            <translation>“valid”保留触及的每个单元；“same”使输出大小等于输入乘以步幅。</translation>
        </message>
        <message>
            <source>'valid' keeps the window inside the input; 'same' pads it with zeros so that the output keeps its length; 'causal' pads the past only.</source>
            <translation>“valid”使窗口保持在输入之内；“same”用零填充，使输出长度不变；“causal”只在过去一侧填充。</translation>
        </message>
        <message>
            <source>'valid' keeps the window inside the input; 'same' pads it with zeros so that the output keeps its size (divided by the strides).</source>
            <translation>“valid”使窗口保持在输入之内；“same”用零填充，使输出保持原大小（除以步幅）。</translation>
        </message>
        <message>
            <source>(batch, *shape)</source>
            <translation>(批, *形状)</translation>
        </message>
        <message>
            <source>(batch, ...) to (batch, *target_shape)</source>
            <translation>(批, ...) 变为 (批, *目标形状)</translation>
        </message>
        <message>
            <source>(batch, ...) to (batch, ..., output_dim)</source>
            <translation>(批, ...) 变为 (批, ..., 输出维度)</translation>
        </message>
        <message>
            <source>(batch, ..., inputs) to (batch, ..., units)</source>
            <translation>(批, ..., 输入) 变为 (批, ..., 单元数)</translation>
        </message>
        <message>
            <source>(batch, a, b, ...) to (batch, a * b * ...)</source>
            <translation>(批, a, b, ...) 变为 (批, a * b * ...)</translation>
        </message>
        <message>
            <source>(batch, depth, height, width, channels) to (batch, *output_size, channels)</source>
            <translation>(批, 深, 高, 宽, 通道) 变为 (批, *输出大小, 通道)</translation>
        </message>
        <message>
            <source>(batch, depth, height, width, channels) to (batch, channels)</source>
            <translation>(批, 深, 高, 宽, 通道) 变为 (批, 通道)</translation>
        </message>
        <message>
            <source>(batch, depth, height, width, channels) to (batch, depth * size[0], height * size[1], width * size[2], channels)</source>
            <translation>(批, 深, 高, 宽, 通道) 变为 (批, 深 * size[0], 高 * size[1], 宽 * size[2], 通道)</translation>
        </message>
        <message>
            <source>(batch, depth, height, width, channels) to (batch, depth * stride, height * stride, width * stride, filters) with padding='same'</source>
            <translation>(批, 深, 高, 宽, 通道) 变为 (批, 深 * 步幅, 高 * 步幅, 宽 * 步幅, 卷积核数)，padding='same' 时</translation>
        </message>
        <message>
            <source>(batch, depth, height, width, channels) to (batch, larger depth, larger height, larger width, channels)</source>
            <translation>(批, 深, 高, 宽, 通道) 变为 (批, 更大的深, 更大的高, 更大的宽, 通道)</translation>
        </message>
        <message>
            <source>(batch, depth, height, width, channels) to (batch, less depth, less height, less width, channels)</source>
            <translation>(批, 深, 高, 宽, 通道) 变为 (批, 更少的深, 更少的高, 更少的宽, 通道)</translation>
        </message>
        <message>
            <source>(batch, depth, height, width, channels) to (batch, new depth, new height, new width, filters)</source>
            <translation>(批, 深, 高, 宽, 通道) 变为 (批, 新的深, 新的高, 新的宽, 卷积核数)</translation>
        </message>
        <message>
            <source>(batch, depth, height, width, channels) to (batch, smaller depth, smaller height, smaller width, channels)</source>
            <translation>(批, 深, 高, 宽, 通道) 变为 (批, 更小的深, 更小的高, 更小的宽, 通道)</translation>
        </message>
        <message>
            <source>(batch, depth, height, width, channels), unchanged</source>
            <translation>(批, 深, 高, 宽, 通道)，不变</translation>
        </message>
        <message>
            <source>(batch, features) to (batch, n, features)</source>
            <translation>(批, 特征) 变为 (批, n, 特征)</translation>
        </message>
        <message>
            <source>(batch, h, w, channels) to (batch, height, width, channels)</source>
            <translation>(批, h, w, 通道) 变为 (批, 高, 宽, 通道)</translation>
        </message>
        <message>
            <source>(batch, height, width, 3), unchanged</source>
            <translation>(批, 高, 宽, 3)，不变</translation>
        </message>
        <message>
            <source>(batch, height, width, channels) to (batch, *output_size, channels)</source>
            <translation>(批, 高, 宽, 通道) 变为 (批, *输出大小, 通道)</translation>
        </message>
        <message>
            <source>(batch, height, width, channels) to (batch, channels)</source>
            <translation>(批, 高, 宽, 通道) 变为 (批, 通道)</translation>
        </message>
        <message>
            <source>(batch, height, width, channels) to (batch, height * size[0], width * size[1], channels)</source>
            <translation>(批, 高, 宽, 通道) 变为 (批, 高 * size[0], 宽 * size[1], 通道)</translation>
        </message>
        <message>
            <source>(batch, height, width, channels) to (batch, height * stride, width * stride, filters) with padding='same'</source>
            <translation>(批, 高, 宽, 通道) 变为 (批, 高 * 步幅, 宽 * 步幅, 卷积核数)，padding='same' 时</translation>
        </message>
        <message>
            <source>(batch, height, width, channels) to (batch, height - top - bottom, width - left - right, channels)</source>
            <translation>(批, 高, 宽, 通道) 变为 (批, 高 - 上 - 下, 宽 - 左 - 右, 通道)</translation>
        </message>
        <message>
            <source>(batch, height, width, channels) to (batch, less height, less width, channels)</source>
            <translation>(批, 高, 宽, 通道) 变为 (批, 更小的高, 更小的宽, 通道)</translation>
        </message>
        <message>
            <source>(batch, height, width, channels) to (batch, new height, new width, channels * depth_multiplier)</source>
            <translation>(批, 高, 宽, 通道) 变为 (批, 新的高, 新的宽, 通道 * depth_multiplier)</translation>
        </message>
        <message>
            <source>(batch, height, width, channels) to (batch, new height, new width, filters)</source>
            <translation>(批, 高, 宽, 通道) 变为 (批, 新的高, 新的宽, 卷积核数)</translation>
        </message>
        <message>
            <source>(batch, height, width, channels) to (batch, top + height + bottom, left + width + right, channels)</source>
            <translation>(批, 高, 宽, 通道) 变为 (批, 上 + 高 + 下, 左 + 宽 + 右, 通道)</translation>
        </message>
        <message>
            <source>(batch, height, width, channels), unchanged</source>
            <translation>(批, 高, 宽, 通道)，不变</translation>
        </message>
        <message>
            <source>(batch, n) to (batch, num_tokens); one_hot: (batch, n) to (batch, n, num_tokens)</source>
            <translation>(批, n) 变为 (批, num_tokens)；one_hot：(批, n) 变为 (批, n, num_tokens)</translation>
        </message>
        <message>
            <source>(batch, samples) to (batch, num_mel_bins, frames), or one sound without the batch</source>
            <translation>(批, 采样点) 变为 (批, num_mel_bins, 帧)，或不含批的单个声音</translation>
        </message>
        <message>
            <source>(batch, samples, channels) to (batch, frames, channels · (fft_length / 2 + 1))</source>
            <translation>(批, 采样点, 通道) 变为 (批, 帧, 通道 · (fft_length / 2 + 1))</translation>
        </message>
        <message>
            <source>(batch, steps, ...) to (batch, steps, ... of the layer's output)</source>
            <translation>(批, 步, ...) 变为 (批, 步, ... 该层的输出)</translation>
        </message>
        <message>
            <source>(batch, steps, channels) to (batch, before + steps + after, channels)</source>
            <translation>(批, 步, 通道) 变为 (批, 前 + 步 + 后, 通道)</translation>
        </message>
        <message>
            <source>(batch, steps, channels) to (batch, channels)</source>
            <translation>(批, 步, 通道) 变为 (批, 通道)</translation>
        </message>
        <message>
            <source>(batch, steps, channels) to (batch, fewer steps, channels)</source>
            <translation>(批, 步, 通道) 变为 (批, 更少的步, 通道)</translation>
        </message>
        <message>
            <source>(batch, steps, channels) to (batch, new steps, channels * depth_multiplier)</source>
            <translation>(批, 步, 通道) 变为 (批, 新的步数, 通道 * depth_multiplier)</translation>
        </message>
        <message>
            <source>(batch, steps, channels) to (batch, new steps, filters)</source>
            <translation>(批, 步, 通道) 变为 (批, 新的步数, 卷积核数)</translation>
        </message>
        <message>
            <source>(batch, steps, channels) to (batch, output_size, channels)</source>
            <translation>(批, 步, 通道) 变为 (批, 输出大小, 通道)</translation>
        </message>
        <message>
            <source>(batch, steps, channels) to (batch, steps * size, channels)</source>
            <translation>(批, 步, 通道) 变为 (批, 步 * size, 通道)</translation>
        </message>
        <message>
            <source>(batch, steps, channels) to (batch, steps * stride, filters) with padding='same'</source>
            <translation>(批, 步, 通道) 变为 (批, 步 * 步幅, 卷积核数)，padding='same' 时</translation>
        </message>
        <message>
            <source>(batch, steps, channels) to (batch, steps - before - after, channels)</source>
            <translation>(批, 步, 通道) 变为 (批, 步 - 前 - 后, 通道)</translation>
        </message>
        <message>
            <source>(batch, steps, depth, rows, columns, channels) to the same without steps</source>
            <translation>(批, 步, 深, 行, 列, 通道) 变为去掉步之后的同样形状</translation>
        </message>
        <message>
            <source>(batch, steps, features) to (batch, 2 · units), or (batch, steps, 2 · units)</source>
            <translation>(批, 步, 特征) 变为 (批, 2 · 单元数)，或 (批, 步, 2 · 单元数)</translation>
        </message>
        <message>
            <source>(batch, steps, features) to (batch, units), or (batch, steps, units)</source>
            <translation>(批, 步, 特征) 变为 (批, 单元数)，或 (批, 步, 单元数)</translation>
        </message>
        <message>
            <source>(batch, steps, features) unchanged</source>
            <translation>(批, 步, 特征)，不变</translation>
        </message>
        <message>
            <source>(batch, steps, features), unchanged</source>
            <translation>(批, 步, 特征)，不变</translation>
        </message>
        <message>
            <source>(batch, steps, length, channels) to (batch, new length, filters)</source>
            <translation>(批, 步, 长, 通道) 变为 (批, 新的长, 卷积核数)</translation>
        </message>
        <message>
            <source>(batch, steps, rows, columns, channels) to (batch, new rows, new columns, filters)</source>
            <translation>(批, 步, 行, 列, 通道) 变为 (批, 新的行, 新的列, 卷积核数)</translation>
        </message>
        <message>
            <source>(batch,) or (batch, 1) to (batch, length), or (batch, size of the vocabulary)</source>
            <translation>(批,) 或 (批, 1) 变为 (批, 长度)，或 (批, 词汇表大小)</translation>
        </message>
        <message>
            <source>1 falls along a line, 2 along a parabola.</source>
            <translation>1 表示沿直线下降，2 表示沿抛物线下降。</translation>
        </message>
        <message>
            <source>1 for strength, 2 for energy.</source>
            <translation>1 表示强度，2 表示能量。</translation>
        </message>
        <message>
            <source>1 prints a message when a file is written, 0 stays silent.</source>
            <translation>1 表示写出文件时显示消息，0 表示不显示。</translation>
        </message>
        <message>
            <source>1 prints a message when the learning rate is reduced, 0 stays silent.</source>
            <translation>1 表示降低学习率时显示消息，0 表示不显示。</translation>
        </message>
        <message>
            <source>1 prints a message when the learning rate is set, 0 stays silent.</source>
            <translation>1 表示设定学习率时显示消息，0 表示不显示。</translation>
        </message>
        <message>
            <source>1 prints a message when training is stopped, 0 stays silent.</source>
            <translation>1 表示停止训练时显示消息，0 表示不显示。</translation>
        </message>
        <message>
            <source>A Dense layer that joins any axes of its input with a kernel of any rank.</source>
            <translation>用任意阶的核连接输入中任意轴的 Dense 层。</translation>
        </message>
        <message>
            <source>A Keras archive</source>
            <translation>Keras 归档</translation>
        </message>
        <message>
            <source>A TensorFlow.js layers model</source>
            <translation>TensorFlow.js 的 layers 模型</translation>
        </message>
        <message>
            <source>A bell curve whose values beyond two standard deviations are drawn again.</source>
            <translation>钟形曲线，超出两个标准差的值会重新抽取。</translation>
        </message>
        <message>
            <source>A chain of layers, each reading the output of the one before.</source>
            <translation>一串层，每个层读取前一层的输出。</translation>
        </message>
        <message>
            <source>A class number whose places do not count, for example -1 for unknown ones.</source>
            <translation>其位置不计入的类别编号，例如用 -1 表示未知。</translation>
        </message>
        <message>
            <source>A class number whose samples do not count, for example -1 for unknown ones.</source>
            <translation>样本不计入的类别编号，例如用 -1 表示未知。</translation>
        </message>
        <message>
            <source>A cut-off bell curve, width set by the number of inputs; good before relu.</source>
            <translation>截断的钟形曲线，宽度由输入数决定；适合用在 relu 之前。</translation>
        </message>
        <message>
            <source>A cut-off bell curve, width set by the number of inputs; good before selu.</source>
            <translation>截断的钟形曲线，宽度由输入数决定；适合用在 selu 之前。</translation>
        </message>
        <message>
            <source>A cut-off bell curve, width set by the numbers of inputs and outputs.</source>
            <translation>截断的钟形曲线，宽度由输入数和输出数决定。</translation>
        </message>
        <message>
            <source>A dropout for selu: it leaves the mean and the variance as they are.</source>
            <translation>用于 selu 的随机失活：均值和方差保持不变。</translation>
        </message>
        <message>
            <source>A fixed number of samples per batch; usually left open.</source>
            <translation>每批固定的样本数；通常不填。</translation>
        </message>
        <message>
            <source>A graph of layers.</source>
            <translation>由层组成的图。</translation>
        </message>
        <message>
            <source>A key for the hash; with it others cannot foresee who shares a number.</source>
            <translation>哈希的密钥；有了它，别人就无法预知哪些词条会共用编号。</translation>
        </message>
        <message>
            <source>A model's description in JSON, without weights</source>
            <translation>JSON 格式的模型描述，不含权重</translation>
        </message>
        <message>
            <source>A model's description in YAML, without weights</source>
            <translation>YAML 格式的模型描述，不含权重</translation>
        </message>
        <message>
            <source>A number that makes the random values repeatable; empty for new ones each time.</source>
            <translation>使随机值可重复的数；留空则每次都不同。</translation>
        </message>
        <message>
            <source>A penalty on the biases that is added to the loss.</source>
            <translation>加到损失上的偏置惩罚项。</translation>
        </message>
        <message>
            <source>A penalty on the factors that is added to the loss.</source>
            <translation>加到损失上的缩放因子惩罚项。</translation>
        </message>
        <message>
            <source>A penalty on the input weights that is added to the loss.</source>
            <translation>加到损失上的输入权重惩罚项。</translation>
        </message>
        <message>
            <source>A penalty on the kernel's weights that is added to the loss.</source>
            <translation>加到损失上的核权重惩罚项。</translation>
        </message>
        <message>
            <source>A penalty on the kernels' weights that is added to the loss.</source>
            <translation>加到损失上的各核权重的惩罚项。</translation>
        </message>
        <message>
            <source>A penalty on the memory's weights that is added to the loss.</source>
            <translation>加到损失上的记忆权重惩罚项。</translation>
        </message>
        <message>
            <source>A penalty on the offsets that is added to the loss.</source>
            <translation>加到损失上的偏移惩罚项。</translation>
        </message>
        <message>
            <source>A penalty on the outputs that is added to the loss.</source>
            <translation>加到损失上的输出惩罚项。</translation>
        </message>
        <message>
            <source>A penalty on the projections' outputs that is added to the loss.</source>
            <translation>加到损失上的投影输出的惩罚项。</translation>
        </message>
        <message>
            <source>A penalty on the slopes that is added to the loss.</source>
            <translation>加到损失上的斜率惩罚项。</translation>
        </message>
        <message>
            <source>A penalty on the vectors that is added to the loss.</source>
            <translation>加到损失上的向量惩罚项。</translation>
        </message>
        <message>
            <source>A penalty on the weights of each channel's own pattern that is added to the loss.</source>
            <translation>加到损失上的各通道自身模式权重的惩罚项。</translation>
        </message>
        <message>
            <source>A penalty on the weights that mix the channels that is added to the loss.</source>
            <translation>加到损失上的通道混合权重的惩罚项。</translation>
        </message>
        <message>
            <source>A probability above this number counts as yes.</source>
            <translation>概率大于此数即视为“是”。</translation>
        </message>
        <message>
            <source>A probability above this number counts as yes; empty: the greatest of each sample.</source>
            <translation>概率大于此数即视为“是”；留空：取每个样本中最大的。</translation>
        </message>
        <message>
            <source>A probability above this number counts as yes; several give a value each.</source>
            <translation>概率大于此数即视为“是”；给出多个则各得一个值。</translation>
        </message>
        <message>
            <source>A probability of at least this number counts as yes.</source>
            <translation>概率不小于此数即视为“是”。</translation>
        </message>
        <message>
            <source>A random rotation: rows or columns at right angles; good in recurrent layers.</source>
            <translation>随机旋转：各行或各列相互垂直；适合循环层。</translation>
        </message>
        <message>
            <source>A rule the biases must keep after every step.</source>
            <translation>偏置在每一步之后必须遵守的规则。</translation>
        </message>
        <message>
            <source>A rule the factors must keep after every step.</source>
            <translation>缩放因子在每一步之后必须遵守的规则。</translation>
        </message>
        <message>
            <source>A rule the input weights must keep after every step.</source>
            <translation>输入权重在每一步之后必须遵守的规则。</translation>
        </message>
        <message>
            <source>A rule the kernel's weights must keep after every step.</source>
            <translation>核权重在每一步之后必须遵守的规则。</translation>
        </message>
        <message>
            <source>A rule the kernels' weights must keep after every step.</source>
            <translation>各核权重在每一步之后必须遵守的规则。</translation>
        </message>
        <message>
            <source>A rule the memory's weights must keep after every step.</source>
            <translation>记忆权重在每一步之后必须遵守的规则。</translation>
        </message>
        <message>
            <source>A rule the offsets must keep after every step.</source>
            <translation>偏移在每一步之后必须遵守的规则。</translation>
        </message>
        <message>
            <source>A rule the slopes must keep after every step.</source>
            <translation>斜率在每一步之后必须遵守的规则。</translation>
        </message>
        <message>
            <source>A rule the vectors must keep after every step.</source>
            <translation>向量在每一步之后必须遵守的规则。</translation>
        </message>
        <message>
            <source>A rule the weights of each channel's own pattern must keep after every step.</source>
            <translation>各通道自身模式的权重在每一步之后必须遵守的规则。</translation>
        </message>
        <message>
            <source>A rule the weights that mix the channels must keep after every step.</source>
            <translation>通道混合权重在每一步之后必须遵守的规则。</translation>
        </message>
        <message>
            <source>A scaled elu that keeps values at mean 0 and variance 1: 1.0507 elu(x, 1.6733).</source>
            <translation>经过缩放的 elu，使值保持均值 0、方差 1：1.0507 elu(x, 1.6733)。</translation>
        </message>
        <message>
            <source>A sigmoid made of straight lines: 0 below -1, 1 above 1, (x + 1) / 2 between.</source>
            <translation>由直线段组成的 sigmoid：-1 以下为 0，1 以上为 1，其间为 (x + 1) / 2。</translation>
        </message>
        <message>
            <source>A sigmoid made of straight lines: 0 below -3, 1 above 3, x/6 + 1/2 between.</source>
            <translation>由直线段组成的 sigmoid：-3 以下为 0，3 以上为 1，其间为 x/6 + 1/2。</translation>
        </message>
        <message>
            <source>A small number added to the mean square so that nothing is divided by zero.</source>
            <translation>加到平方均值上的小数，避免除以零。</translation>
        </message>
        <message>
            <source>A small number added to the variance so that nothing is divided by zero.</source>
            <translation>加到方差上的小数，避免除以零。</translation>
        </message>
        <message>
            <source>A smooth relu that dips slightly below zero (also called swish): x sigmoid(x).</source>
            <translation>平滑的 relu，在零以下略微下凹（也叫 swish）：x sigmoid(x)。</translation>
        </message>
        <message>
            <source>A smooth relu that dips slightly below zero: x tanh(ln(1 + e^x)).</source>
            <translation>平滑的 relu，在零以下略微下凹：x tanh(ln(1 + e^x))。</translation>
        </message>
        <message>
            <source>A smooth relu used in transformers: x P(X &lt;= x) for a standard normal X.</source>
            <translation>Transformer 中使用的平滑 relu：x P(X &lt;= x)，其中 X 服从标准正态分布。</translation>
        </message>
        <message>
            <source>A smooth relu without exponentials: (x + sqrt(x^2 + 4)) / 2.</source>
            <translation>不含指数的平滑 relu：(x + sqrt(x^2 + 4)) / 2。</translation>
        </message>
        <message>
            <source>A smooth relu: ln(1 + e^x).</source>
            <translation>平滑的 relu：ln(1 + e^x)。</translation>
        </message>
        <message>
            <source>A softplus that reaches zero: 0 below -1, (x + 1)^2 / 4 up to 1, x above.</source>
            <translation>能够到达零的 softplus：-1 以下为 0，到 1 为止是 (x + 1)^2 / 4，再往上是 x。</translation>
        </message>
        <message>
            <source>A swish made of straight lines and a parabola: x hard_sigmoid(x).</source>
            <translation>由直线段和抛物线组成的 swish：x hard_sigmoid(x)。</translation>
        </message>
        <message>
            <source>A tanh made of straight lines: x, limited to between -1 and 1.</source>
            <translation>由直线段组成的 tanh：x，限制在 -1 和 1 之间。</translation>
        </message>
        <message>
            <source>A value that must be beaten; improvements that do not beat it do not end the wait.</source>
            <translation>必须超过的值；未能超过它的改善不会结束等待。</translation>
        </message>
        <message>
            <source>A whole model in HDF5</source>
            <translation>HDF5 格式的完整模型</translation>
        </message>
        <message>
            <source>Activation</source>
            <translation>激活函数</translation>
        </message>
        <message>
            <source>Activity regularizer</source>
            <translation>输出正则化器</translation>
        </message>
        <message>
            <source>Adam LR ratio</source>
            <translation>Adam 学习率比例</translation>
        </message>
        <message>
            <source>Adam beta 1</source>
            <translation>Adam beta 1</translation>
        </message>
        <message>
            <source>Adam beta 2</source>
            <translation>Adam beta 2</translation>
        </message>
        <message>
            <source>Adam that also shrinks all weights a little at every step, against overfitting.</source>
            <translation>每一步还会将所有权重略微缩小的 Adam，防止过拟合。</translation>
        </message>
        <message>
            <source>Adam that looks ahead along its momentum, as Nesterov's rule does.</source>
            <translation>沿动量方向展望的 Adam，采用 Nesterov 规则。</translation>
        </message>
        <message>
            <source>Adam weight decay</source>
            <translation>Adam 权重衰减</translation>
        </message>
        <message>
            <source>Adam whose steps are scaled to the length of each layer's weights, for large batches.</source>
            <translation>步长按每层权重的长度缩放的 Adam，用于大批量。</translation>
        </message>
        <message>
            <source>Adam with an average of the weights in place of a falling learning rate.</source>
            <translation>用权重的平均代替逐渐降低的学习率的 Adam。</translation>
        </message>
        <message>
            <source>Adam with the greatest gradient instead of the mean square; steady with rare features.</source>
            <translation>用最大的梯度代替均方的 Adam；对罕见特征更稳定。</translation>
        </message>
        <message>
            <source>AdamW's learning rate is the learning rate times this number.</source>
            <translation>AdamW 的学习率为学习率乘以此数。</translation>
        </message>
        <message>
            <source>Added to the step's divisor.</source>
            <translation>加到步长的除数上的数。</translation>
        </message>
        <message>
            <source>Addition factor</source>
            <translation>加量系数</translation>
        </message>
        <message>
            <source>Adds a frame of zeros to an image.</source>
            <translation>给图像加上一圈零。</translation>
        </message>
        <message>
            <source>Adds its inputs number by number.</source>
            <translation>将各个输入逐数相加。</translation>
        </message>
        <message>
            <source>Adds random numbers while training, so that the model does not rely on exact values.</source>
            <translation>训练时加上随机数，使模型不依赖精确的值。</translation>
        </message>
        <message>
            <source>Adds zeros on all sides of a volume.</source>
            <translation>在体数据的各个面加上零。</translation>
        </message>
        <message>
            <source>Adds zeros to the beginning and end of a sequence.</source>
            <translation>在序列的开头和末尾加上零。</translation>
        </message>
        <message>
            <source>After how many epochs to write how the weights are spread; 0 for never.</source>
            <translation>每隔多少轮写入权重的分布情况；0 表示从不写入。</translation>
        </message>
        <message>
            <source>After how many steps the averages replace the weights; empty for at the end only.</source>
            <translation>多少步之后用平均值替换权重；留空则只在最后替换。</translation>
        </message>
        <message>
            <source>All ops</source>
            <translation>全部操作</translation>
        </message>
        <message>
            <source>Alpha</source>
            <translation>Alpha</translation>
        </message>
        <message>
            <source>Alpha constraint</source>
            <translation>Alpha 约束</translation>
        </message>
        <message>
            <source>Alpha initializer</source>
            <translation>Alpha 初始化器</translation>
        </message>
        <message>
            <source>Alpha regularizer</source>
            <translation>Alpha 正则化器</translation>
        </message>
        <message>
            <source>Amsgrad</source>
            <translation>AMSGrad</translation>
        </message>
        <message>
            <source>An elu whose slope never jumps: x if x &gt; 0, else a (e^(x/a) - 1).</source>
            <translation>斜率没有跳变的 elu：x &gt; 0 时为 x，否则为 a (e^(x/a) - 1)。</translation>
        </message>
        <message>
            <source>An unzipped Keras archive</source>
            <translation>解压后的 Keras 归档</translation>
        </message>
        <message>
            <source>Antialias</source>
            <translation>抗锯齿</translation>
        </message>
        <message>
            <source>Append</source>
            <translation>追加</translation>
        </message>
        <message>
            <source>Applies an activation function to every number.</source>
            <translation>对每个数应用激活函数。</translation>
        </message>
        <message>
            <source>Apply class balancing</source>
            <translation>应用类别平衡</translation>
        </message>
        <message>
            <source>Attention axes</source>
            <translation>注意力轴</translation>
        </message>
        <message>
            <source>Attention with many heads of queries that share fewer heads of keys and values.</source>
            <translation>多头注意力，其中许多查询头共用较少的键头和值头。</translation>
        </message>
        <message>
            <source>Average</source>
            <translation>平均方式</translation>
        </message>
        <message>
            <source>Axes</source>
            <translation>轴（可多个）</translation>
        </message>
        <message>
            <source>Axes along which one slope serves all: [1, 2] after a Conv2D.</source>
            <translation>共用同一斜率的轴：Conv2D 之后为 [1, 2]。</translation>
        </message>
        <message>
            <source>Axes in their new order, counted from 1 after the batch.</source>
            <translation>各轴的新顺序，从批之后的 1 开始计数。</translation>
        </message>
        <message>
            <source>Axes of the weight that count as inputs; normally found from its shape.</source>
            <translation>权重中算作输入的轴；通常由其形状得出。</translation>
        </message>
        <message>
            <source>Axes of the weight that count as outputs; normally found from its shape.</source>
            <translation>权重中算作输出的轴；通常由其形状得出。</translation>
        </message>
        <message>
            <source>Axes over which areas are counted; the whole batch by default.</source>
            <translation>计算面积所沿的轴；默认为整批。</translation>
        </message>
        <message>
            <source>Axes over which positions look at each other; all but batch and features by default.</source>
            <translation>各位置相互查看所沿的轴；默认为批和特征之外的所有轴。</translation>
        </message>
        <message>
            <source>Axis</source>
            <translation>轴</translation>
        </message>
        <message>
            <source>Axis (or axes) over which a length is measured: 0 for Dense, [0, 1, 2] for Conv2D.</source>
            <translation>测量长度所沿的轴：Dense 为 0，Conv2D 为 [0, 1, 2]。</translation>
        </message>
        <message>
            <source>Axis (or axes) over which they add up to 1.</source>
            <translation>总和为 1 所沿的轴（可多个）。</translation>
        </message>
        <message>
            <source>Axis along which the vectors lie.</source>
            <translation>向量所在的轴。</translation>
        </message>
        <message>
            <source>Axis of the classes.</source>
            <translation>类别所在的轴。</translation>
        </message>
        <message>
            <source>Axis over which the mean is taken.</source>
            <translation>求平均所沿的轴。</translation>
        </message>
        <message>
            <source>Axis that is compared: -1 within each sample, 0 over the samples of a batch.</source>
            <translation>比较所沿的轴：-1 在每个样本之内，0 在一批样本之间。</translation>
        </message>
        <message>
            <source>Backward layer</source>
            <translation>反向层</translation>
        </message>
        <message>
            <source>Baseline</source>
            <translation>基准值</translation>
        </message>
        <message>
            <source>Batch shape</source>
            <translation>含批的形状</translation>
        </message>
        <message>
            <source>Batch size</source>
            <translation>批大小</translation>
        </message>
        <message>
            <source>Bends some images as if they were printed on rubber, while training.</source>
            <translation>训练时将部分图像弯曲变形，如同印在橡皮上一样。</translation>
        </message>
        <message>
            <source>Beta</source>
            <translation>Beta</translation>
        </message>
        <message>
            <source>Beta 1</source>
            <translation>Beta 1</translation>
        </message>
        <message>
            <source>Beta 2</source>
            <translation>Beta 2</translation>
        </message>
        <message>
            <source>Beta 2 decay</source>
            <translation>Beta 2 衰减</translation>
        </message>
        <message>
            <source>Beta constraint</source>
            <translation>Beta 约束</translation>
        </message>
        <message>
            <source>Beta initializer</source>
            <translation>Beta 初始化器</translation>
        </message>
        <message>
            <source>Beta regularizer</source>
            <translation>Beta 正则化器</translation>
        </message>
        <message>
            <source>Bias axes</source>
            <translation>偏置轴</translation>
        </message>
        <message>
            <source>Bias constraint</source>
            <translation>偏置约束</translation>
        </message>
        <message>
            <source>Bias initializer</source>
            <translation>偏置初始化器</translation>
        </message>
        <message>
            <source>Bias regularizer</source>
            <translation>偏置正则化器</translation>
        </message>
        <message>
            <source>Bin boundaries</source>
            <translation>分箱边界</translation>
        </message>
        <message>
            <source>Bins</source>
            <translation>箱数</translation>
        </message>
        <message>
            <source>Blurs some images by a random amount while training.</source>
            <translation>训练时将部分图像模糊随机的程度。</translation>
        </message>
        <message>
            <source>Both penalties at once: on absolute values and on squares.</source>
            <translation>同时使用两种惩罚：绝对值和平方。</translation>
        </message>
        <message>
            <source>Bounds of batch renormalisation's corrections: rmax, rmin, dmax.</source>
            <translation>批再归一化修正量的界限：rmax、rmin、dmax。</translation>
        </message>
        <message>
            <source>Brightens or darkens every image by a random amount while training.</source>
            <translation>训练时将每幅图像随机调亮或调暗。</translation>
        </message>
        <message>
            <source>Brightness factor</source>
            <translation>亮度系数</translation>
        </message>
        <message>
            <source>Brings every image nearer or farther by a random factor while training.</source>
            <translation>训练时按随机系数将每幅图像拉近或推远。</translation>
        </message>
        <message>
            <source>Brings every vector to length 1 and keeps its direction.</source>
            <translation>将每个向量的长度变为 1，并保持其方向。</translation>
        </message>
        <message>
            <source>Brings images to one size.</source>
            <translation>将图像变为同一大小。</translation>
        </message>
        <message>
            <source>By how much scores miss the margin of 1 or -1, squared.</source>
            <translation>得分未达到间隔 1 或 -1 的程度，取平方。</translation>
        </message>
        <message>
            <source>By how much scores miss the margin of 1 or -1.</source>
            <translation>得分未达到间隔 1 或 -1 的程度。</translation>
        </message>
        <message>
            <source>By how much the divisor grows.</source>
            <translation>除数增长多少。</translation>
        </message>
        <message>
            <source>By how much the right class's score misses a lead of 1, for one-hot targets.</source>
            <translation>正确类别的得分未能领先 1 的程度，用于独热编码的目标。</translation>
        </message>
        <message>
            <source>Cells added to the end of the output; fewer than the strides.</source>
            <translation>在输出末尾增加的单元；少于步幅。</translation>
        </message>
        <message>
            <source>Cells to add: front, back, top, bottom, left, right. One number stands for all, three for depth, height and width.</source>
            <translation>要增加的单元：前、后、上、下、左、右。一个数用于全部，三个数分别用于深、高、宽。</translation>
        </message>
        <message>
            <source>Cells to cut off: front, back, top, bottom, left, right. One number stands for all, three for depth, height and width.</source>
            <translation>要裁去的单元：前、后、上、下、左、右。一个数用于全部，三个数分别用于深、高、宽。</translation>
        </message>
        <message>
            <source>Center</source>
            <translation>使用偏移</translation>
        </message>
        <message>
            <source>Centered</source>
            <translation>中心化</translation>
        </message>
        <message>
            <source>Centre of the bell curve.</source>
            <translation>钟形曲线的中心。</translation>
        </message>
        <message>
            <source>Chain depth</source>
            <translation>链深度</translation>
        </message>
        <message>
            <source>Changes the contrast of every image by a random factor while training.</source>
            <translation>训练时按随机系数改变每幅图像的对比度。</translation>
        </message>
        <message>
            <source>Changes up to this size do not count as an improvement.</source>
            <translation>不超过此大小的变化不算改善。</translation>
        </message>
        <message>
            <source>Character between two columns.</source>
            <translation>两列之间的分隔字符。</translation>
        </message>
        <message>
            <source>Chen et al. 2023, "Symbolic Discovery of Optimization Algorithms".</source>
            <translation>Chen 等，2023，“Symbolic Discovery of Optimization Algorithms”。</translation>
        </message>
        <message>
            <source>Class ID</source>
            <translation>类别编号</translation>
        </message>
        <message>
            <source>Class aggregation</source>
            <translation>类别合并方式</translation>
        </message>
        <message>
            <source>Clip limit</source>
            <translation>裁剪上限</translation>
        </message>
        <message>
            <source>Clip threshold</source>
            <translation>裁剪阈值</translation>
        </message>
        <message>
            <source>Clipnorm</source>
            <translation>按范数裁剪</translation>
        </message>
        <message>
            <source>Clipvalue</source>
            <translation>按值裁剪</translation>
        </message>
        <message>
            <source>Contrast factor</source>
            <translation>对比度系数</translation>
        </message>
        <message>
            <source>Contrast goes up by at most so much; two numbers: down by the first, up by the second.</source>
            <translation>对比度至多提高这么多；两个数：至多降低第一个数，至多提高第二个数。</translation>
        </message>
        <message>
            <source>Cooldown</source>
            <translation>冷却轮数</translation>
        </message>
        <message>
            <source>Counts only this many most probable classes as yes; empty for a threshold alone.</source>
            <translation>只把这么多个概率最大的类别视为“是”；留空则只用阈值。</translation>
        </message>
        <message>
            <source>Covers a random rectangle of some images while training.</source>
            <translation>训练时遮住部分图像中的一个随机矩形。</translation>
        </message>
        <message>
            <source>Crop to aspect ratio</source>
            <translation>裁剪到宽高比</translation>
        </message>
        <message>
            <source>Cropping</source>
            <translation>裁剪</translation>
        </message>
        <message>
            <source>Curve</source>
            <translation>曲线</translation>
        </message>
        <message>
            <source>Cuts out a window at a random place while training, the largest middle one afterwards.</source>
            <translation>训练时在随机位置截取一个窗口，训练之后则取中间最大的部分。</translation>
        </message>
        <message>
            <source>Cuts out the middle of an image; a smaller image is enlarged first.</source>
            <translation>截取图像的中间部分；较小的图像会先放大。</translation>
        </message>
        <message>
            <source>Cuts steps off the beginning and end of a sequence.</source>
            <translation>裁去序列开头和末尾的步。</translation>
        </message>
        <message>
            <source>Cuts the margins off a volume.</source>
            <translation>裁去体数据的边缘。</translation>
        </message>
        <message>
            <source>Cuts the margins off an image.</source>
            <translation>裁去图像的边缘。</translation>
        </message>
        <message>
            <source>Cycle</source>
            <translation>循环</translation>
        </message>
        <message>
            <source>Darkest and brightest value of a pixel; the result stays there.</source>
            <translation>像素的最暗值和最亮值；结果不会超出。</translation>
        </message>
        <message>
            <source>Data format</source>
            <translation>数据格式</translation>
        </message>
        <message>
            <source>Data type</source>
            <translation>数据类型</translation>
        </message>
        <message>
            <source>Decay rate</source>
            <translation>衰减率</translation>
        </message>
        <message>
            <source>Decay steps</source>
            <translation>衰减步数</translation>
        </message>
        <message>
            <source>Defazio et al. 2024, "The Road Less Scheduled".</source>
            <translation>Defazio 等，2024，“The Road Less Scheduled”。</translation>
        </message>
        <message>
            <source>Delta</source>
            <translation>Delta</translation>
        </message>
        <message>
            <source>Depth multiplier</source>
            <translation>深度倍数</translation>
        </message>
        <message>
            <source>Depth, height and width of the window that moves over the volume.</source>
            <translation>在体数据上移动的窗口的深、高和宽。</translation>
        </message>
        <message>
            <source>Depth, height and width of the window.</source>
            <translation>窗口的深、高和宽。</translation>
        </message>
        <message>
            <source>Depthwise constraint</source>
            <translation>逐通道约束</translation>
        </message>
        <message>
            <source>Depthwise initializer</source>
            <translation>逐通道初始化器</translation>
        </message>
        <message>
            <source>Depthwise regularizer</source>
            <translation>逐通道正则化器</translation>
        </message>
        <message>
            <source>Dilation rate</source>
            <translation>膨胀率</translation>
        </message>
        <message>
            <source>Dims</source>
            <translation>轴的顺序</translation>
        </message>
        <message>
            <source>Distribution</source>
            <translation>分布</translation>
        </message>
        <message>
            <source>Divides each weight's step by the usual size of its gradient; good for recurrent layers.</source>
            <translation>将每个权重的步长除以其梯度的常见大小；适合循环层。</translation>
        </message>
        <message>
            <source>Divides the learning rate by a number that grows evenly.</source>
            <translation>将学习率除以一个均匀增长的数。</translation>
        </message>
        <message>
            <source>Dozat 2016, "Incorporating Nesterov Momentum into Adam".</source>
            <translation>Dozat，2016，“Incorporating Nesterov Momentum into Adam”。</translation>
        </message>
        <message>
            <source>Draws small values to zero and large ones in by one: x - tanh(x).</source>
            <translation>把小的值拉向零，把大的值拉近一：x - tanh(x)。</translation>
        </message>
        <message>
            <source>Draws values in by a half, small ones to zero: sign(x) max(|x| - 0.5, 0).</source>
            <translation>把值拉近二分之一，小的变为零：sign(x) max(|x| - 0.5, 0)。</translation>
        </message>
        <message>
            <source>Dropout</source>
            <translation>随机失活</translation>
        </message>
        <message>
            <source>Duchi et al. 2011, "Adaptive Subgradient Methods for Online Learning and Stochastic Optimization".</source>
            <translation>Duchi 等，2011，“Adaptive Subgradient Methods for Online Learning and Stochastic Optimization”。</translation>
        </message>
        <message>
            <source>EMA momentum</source>
            <translation>EMA 动量</translation>
        </message>
        <message>
            <source>EMA overwrite frequency</source>
            <translation>EMA 替换频率</translation>
        </message>
        <message>
            <source>Embeddings constraint</source>
            <translation>嵌入约束</translation>
        </message>
        <message>
            <source>Embeddings initializer</source>
            <translation>嵌入初始化器</translation>
        </message>
        <message>
            <source>Embeddings regularizer</source>
            <translation>嵌入正则化器</translation>
        </message>
        <message>
            <source>Encoding</source>
            <translation>编码</translation>
        </message>
        <message>
            <source>End learning rate</source>
            <translation>最终学习率</translation>
        </message>
        <message>
            <source>Epochs at the start that are not watched.</source>
            <translation>开始时不监视的轮数。</translation>
        </message>
        <message>
            <source>Epochs to wait after a reduction before watching again.</source>
            <translation>降低之后，等待多少轮再继续监视。</translation>
        </message>
        <message>
            <source>Epsilon</source>
            <translation>Epsilon</translation>
        </message>
        <message>
            <source>Epsilon 1</source>
            <translation>Epsilon 1</translation>
        </message>
        <message>
            <source>Epsilon 2</source>
            <translation>Epsilon 2</translation>
        </message>
        <message>
            <source>Equally likely values, range set by the number of inputs; good before relu.</source>
            <translation>等概率的值，范围由输入数决定；适合用在 relu 之前。</translation>
        </message>
        <message>
            <source>Equally likely values, range set by the number of inputs; good before selu.</source>
            <translation>等概率的值，范围由输入数决定；适合用在 selu 之前。</translation>
        </message>
        <message>
            <source>Equally likely values, range set by the numbers of inputs and outputs; the usual choice.</source>
            <translation>等概率的值，范围由输入数和输出数决定；最常用的选择。</translation>
        </message>
        <message>
            <source>Equation</source>
            <translation>等式</translation>
        </message>
        <message>
            <source>Errors above this size count by their size instead of their square.</source>
            <translation>超过此大小的误差按其大小计，而不按平方计。</translation>
        </message>
        <message>
            <source>Evens out the values of every part of an image by itself, without boosting noise much.</source>
            <translation>分别均衡图像各部分的值，又不会过多放大噪声。</translation>
        </message>
        <message>
            <source>Every output looks at every input: the fully connected layer.</source>
            <translation>每个输出都看到每个输入：全连接层。</translation>
        </message>
        <message>
            <source>Every query collects the values whose keys are like it.</source>
            <translation>每个查询收集键与其相似的值。</translation>
        </message>
        <message>
            <source>Every query collects values, compared by a small trained network instead of a product.</source>
            <translation>每个查询收集值，用一个训练得到的小网络代替乘积进行比较。</translation>
        </message>
        <message>
            <source>Every value is 0; the usual start of biases.</source>
            <translation>所有值均为 0；偏置通常的初始值。</translation>
        </message>
        <message>
            <source>Every value is 1.</source>
            <translation>所有值均为 1。</translation>
        </message>
        <message>
            <source>Every value is the same number, or comes from an array that is given.</source>
            <translation>所有值都是同一个数，或取自给定的数组。</translation>
        </message>
        <message>
            <source>Exclude embeddings</source>
            <translation>排除嵌入</translation>
        </message>
        <message>
            <source>Exclude layers</source>
            <translation>排除的层</translation>
        </message>
        <message>
            <source>Expand dims</source>
            <translation>扩展维度</translation>
        </message>
        <message>
            <source>Factor</source>
            <translation>系数</translation>
        </message>
        <message>
            <source>Factor on the loss while gradients are computed, against tiny numbers.</source>
            <translation>计算梯度时损失所乘的系数，防止数值过小。</translation>
        </message>
        <message>
            <source>Factor on the variance.</source>
            <translation>方差所乘的系数。</translation>
        </message>
        <message>
            <source>Fft length</source>
            <translation>FFT 长度</translation>
        </message>
        <message>
            <source>File to write, ending in .keras, .h5 or .weights.h5; may hold {epoch} or {val_loss}.</source>
            <translation>要写入的文件，以 .keras、.h5 或 .weights.h5 结尾；可包含 {epoch} 或 {val_loss}。</translation>
        </message>
        <message>
            <source>File to write, for example training.csv.</source>
            <translation>要写入的文件，例如 training.csv。</translation>
        </message>
        <message>
            <source>Filename</source>
            <translation>文件名</translation>
        </message>
        <message>
            <source>Filepath</source>
            <translation>文件路径</translation>
        </message>
        <message>
            <source>Fill mode</source>
            <translation>填充方式</translation>
        </message>
        <message>
            <source>Fill value</source>
            <translation>填充值</translation>
        </message>
        <message>
            <source>Filters</source>
            <translation>卷积核数</translation>
        </message>
        <message>
            <source>First decay steps</source>
            <translation>首次衰减步数</translation>
        </message>
        <message>
            <source>First number of the polynomial that makes a matrix orthogonal.</source>
            <translation>使矩阵正交的多项式的第一个数。</translation>
        </message>
        <message>
            <source>Flash attention</source>
            <translation>Flash 注意力</translation>
        </message>
        <message>
            <source>Folder for the files.</source>
            <translation>存放文件的文件夹。</translation>
        </message>
        <message>
            <source>For large linear models with rare features; its L1 penalty makes weights exactly 0.</source>
            <translation>用于含罕见特征的大型线性模型；其 L1 惩罚会使权重恰好为 0。</translation>
        </message>
        <message>
            <source>For learning embeddings of length 1: brings equal classes together, others apart.</source>
            <translation>用于学习长度为 1 的嵌入：使相同的类别靠近，不同的类别分开。</translation>
        </message>
        <message>
            <source>For marking areas in images: how much the predicted and the true area differ.</source>
            <translation>用于在图像中标出区域：预测面积与真实面积相差多少。</translation>
        </message>
        <message>
            <source>For one of several classes (class numbers), when some labels may be wrong.</source>
            <translation>用于多选一的分类（类别编号），其中一些标签可能有误。</translation>
        </message>
        <message>
            <source>For one of several classes (one-hot), some rare: weighs hard samples most.</source>
            <translation>用于多选一的分类（独热编码），其中有罕见类别：难分的样本计得最重。</translation>
        </message>
        <message>
            <source>For one of several classes (one-hot): the right score must lead all others by 1.</source>
            <translation>用于多选一的分类（独热编码）：正确的得分必须领先其他得分 1。</translation>
        </message>
        <message>
            <source>For one of several classes, with class numbers as targets: 0, 1, 2, ...</source>
            <translation>用于多选一的分类，目标为类别编号：0、1、2……</translation>
        </message>
        <message>
            <source>For one of several classes, with one-hot targets such as [0, 1, 0].</source>
            <translation>用于多选一的分类，目标为独热编码，例如 [0, 1, 0]。</translation>
        </message>
        <message>
            <source>For predicting counts, such as calls in an hour; predictions must be above 0.</source>
            <translation>用于预测计数，例如每小时的来电数；预测值必须大于 0。</translation>
        </message>
        <message>
            <source>For predicting directions: -1 where prediction and target point the same way, 1 opposite.</source>
            <translation>用于预测方向：预测与目标同向为 -1，反向为 1。</translation>
        </message>
        <message>
            <source>For predicting numbers far from 0: the mean of the errors in percent of the target.</source>
            <translation>用于预测远离 0 的数值：误差占目标百分比的平均。</translation>
        </message>
        <message>
            <source>For predicting numbers from 0 on whose order of magnitude matters most.</source>
            <translation>用于预测不小于 0、且数量级最重要的数值。</translation>
        </message>
        <message>
            <source>For predicting numbers with outliers: like Huber, and smooth everywhere.</source>
            <translation>用于预测含离群值的数值：类似 Huber，并且处处平滑。</translation>
        </message>
        <message>
            <source>For predicting numbers with outliers: squares small errors, takes the size of large ones.</source>
            <translation>用于预测含离群值的数值：小误差取平方，大误差取其大小。</translation>
        </message>
        <message>
            <source>For predicting numbers: the mean of the errors' sizes; outliers weigh little.</source>
            <translation>用于预测数值：误差绝对值的平均；离群值影响小。</translation>
        </message>
        <message>
            <source>For predicting numbers: the mean of the squared errors; large errors weigh most.</source>
            <translation>用于预测数值：误差平方的平均；大误差影响最大。</translation>
        </message>
        <message>
            <source>For predicting probabilities of classes: how far two distributions are apart.</source>
            <translation>用于预测各类别的概率：两个分布相差多远。</translation>
        </message>
        <message>
            <source>For yes/no answers of which one is rare: weighs samples that are hard to tell most.</source>
            <translation>用于其中一个答案罕见的是非判断：难以区分的样本计得最重。</translation>
        </message>
        <message>
            <source>For yes/no answers without probabilities: the score must pass 1 or -1 (use tanh).</source>
            <translation>用于没有概率的是非判断：得分必须超过 1 或 -1（请使用 tanh）。</translation>
        </message>
        <message>
            <source>For yes/no answers, one or several: compares probabilities with 0 or 1.</source>
            <translation>用于一个或多个是非判断：将概率与 0 或 1 比较。</translation>
        </message>
        <message>
            <source>Frame length</source>
            <translation>帧长</translation>
        </message>
        <message>
            <source>Frame step</source>
            <translation>帧移</translation>
        </message>
        <message>
            <source>Frequencies come to half.</source>
            <translation>频率的个数约为其一半。</translation>
        </message>
        <message>
            <source>From logits</source>
            <translation>输出为 logits</translation>
        </message>
        <message>
            <source>From sorted ids</source>
            <translation>来自排序后的编号</translation>
        </message>
        <message>
            <source>Function for new content.</source>
            <translation>用于新内容的函数。</translation>
        </message>
        <message>
            <source>Function of the gates, between 0 and 1.</source>
            <translation>各个门的函数，取值在 0 和 1 之间。</translation>
        </message>
        <message>
            <source>Gain</source>
            <translation>增益</translation>
        </message>
        <message>
            <source>Gamma</source>
            <translation>Gamma</translation>
        </message>
        <message>
            <source>Gamma constraint</source>
            <translation>Gamma 约束</translation>
        </message>
        <message>
            <source>Gamma initializer</source>
            <translation>Gamma 初始化器</translation>
        </message>
        <message>
            <source>Gamma regularizer</source>
            <translation>Gamma 正则化器</translation>
        </message>
        <message>
            <source>Gaps between the cells the window looks at, plus one.</source>
            <translation>窗口所看单元之间的间隔，再加一。</translation>
        </message>
        <message>
            <source>Gives each sample another shape with the same number of elements.</source>
            <translation>将每个样本变为元素个数相同的另一种形状。</translation>
        </message>
        <message>
            <source>Gives every unit's vector of weights the length 1.</source>
            <translation>使每个单元的权重向量长度为 1。</translation>
        </message>
        <message>
            <source>Gives the learning rate of each epoch; a schedule counts epochs here, not steps.</source>
            <translation>给出每一轮的学习率；学习率计划在这里按轮计数，而不按步计数。</translation>
        </message>
        <message>
            <source>Global clipnorm</source>
            <translation>全局按范数裁剪</translation>
        </message>
        <message>
            <source>Go backwards</source>
            <translation>反向读取</translation>
        </message>
        <message>
            <source>Gradient accumulation steps</source>
            <translation>梯度累积步数</translation>
        </message>
        <message>
            <source>Greatest length of a unit's vector of weights.</source>
            <translation>单元权重向量的最大长度。</translation>
        </message>
        <message>
            <source>Greatest length of all gradients taken together.</source>
            <translation>所有梯度合在一起的最大长度。</translation>
        </message>
        <message>
            <source>Greatest length of each weight's gradient; longer ones are shortened.</source>
            <translation>每个权重的梯度的最大长度；更长的会被缩短。</translation>
        </message>
        <message>
            <source>Greatest size of each number in a gradient.</source>
            <translation>梯度中每个数的最大绝对值。</translation>
        </message>
        <message>
            <source>Greatest usual size of a step.</source>
            <translation>步长常见大小的上限。</translation>
        </message>
        <message>
            <source>Groups</source>
            <translation>分组数</translation>
        </message>
        <message>
            <source>Head dim</source>
            <translation>头维度</translation>
        </message>
        <message>
            <source>Height</source>
            <translation>高</translation>
        </message>
        <message>
            <source>Height and width of the window that moves over the image.</source>
            <translation>在图像上移动的窗口的高和宽。</translation>
        </message>
        <message>
            <source>Height and width of the window.</source>
            <translation>窗口的高和宽。</translation>
        </message>
        <message>
            <source>Height factor</source>
            <translation>高度系数</translation>
        </message>
        <message>
            <source>Height of the image afterwards.</source>
            <translation>处理后图像的高。</translation>
        </message>
        <message>
            <source>Histogram freq</source>
            <translation>直方图频率</translation>
        </message>
        <message>
            <source>How bytes are read as text.</source>
            <translation>如何将字节读作文本。</translation>
        </message>
        <message>
            <source>How evenly chains are mixed; above 1 rather evenly.</source>
            <translation>各条链混合的均匀程度；大于 1 时较为均匀。</translation>
        </message>
        <message>
            <source>How evenly images are mixed: up to 0.5 : 0.5 at 1.</source>
            <translation>图像混合的均匀程度：为 1 时最多达到 0.5 : 0.5。</translation>
        </message>
        <message>
            <source>How evenly images are mixed; above 1 rather evenly.</source>
            <translation>图像混合的均匀程度；大于 1 时较为均匀。</translation>
        </message>
        <message>
            <source>How exact the boundaries are that adapt() finds, as a share of the data.</source>
            <translation>adapt() 找出的边界的精确程度，以数据的比例表示。</translation>
        </message>
        <message>
            <source>How far apart different classes are to be.</source>
            <translation>不同类别之间应相隔多远。</translation>
        </message>
        <message>
            <source>How far colours move around the colour circle.</source>
            <translation>颜色沿色相环移动的距离。</translation>
        </message>
        <message>
            <source>How far colours move, as a share of half the colour circle.</source>
            <translation>颜色移动的距离，以半个色相环的比例表示。</translation>
        </message>
        <message>
            <source>How far columns are moved, as a share of their distance from the left.</source>
            <translation>各列移动的距离，以其到左边距离的比例表示。</translation>
        </message>
        <message>
            <source>How far down or up, as a share of the height.</source>
            <translation>向下或向上移动的距离，以高的比例表示。</translation>
        </message>
        <message>
            <source>How far pixels move.</source>
            <translation>像素移动的距离。</translation>
        </message>
        <message>
            <source>How far right or left, as a share of the width.</source>
            <translation>向右或向左移动的距离，以宽的比例表示。</translation>
        </message>
        <message>
            <source>How far rows are moved sideways, as a share of their distance from the top.</source>
            <translation>各行横向移动的距离，以其到上边距离的比例表示。</translation>
        </message>
        <message>
            <source>How far the corners move.</source>
            <translation>四角移动的距离。</translation>
        </message>
        <message>
            <source>How far the predicted distribution is from the true one.</source>
            <translation>预测的分布与真实的分布相差多远。</translation>
        </message>
        <message>
            <source>How far the window moves at each step.</source>
            <translation>窗口每步移动的距离。</translation>
        </message>
        <message>
            <source>How far the window moves in depth, down and across.</source>
            <translation>窗口沿深度、向下和向右移动的距离。</translation>
        </message>
        <message>
            <source>How far the window moves in depth, down and across; by default its own size.</source>
            <translation>窗口沿深度、向下和向右移动的距离；默认为窗口自身的大小。</translation>
        </message>
        <message>
            <source>How far the window moves, down and across.</source>
            <translation>窗口向下和向右移动的距离。</translation>
        </message>
        <message>
            <source>How far the window moves, down and across; by default its own size.</source>
            <translation>窗口向下和向右移动的距离；默认为窗口自身的大小。</translation>
        </message>
        <message>
            <source>How far the window moves; by default its own size.</source>
            <translation>窗口移动的距离；默认为窗口自身的大小。</translation>
        </message>
        <message>
            <source>How far to turn, as a share of a full turn; 0.1 is 36 degrees either way.</source>
            <translation>旋转多少，以整圈的比例表示；0.1 即向任一方向 36 度。</translation>
        </message>
        <message>
            <source>How fast old squared gradients are forgotten.</source>
            <translation>旧的梯度平方被遗忘的快慢。</translation>
        </message>
        <message>
            <source>How finely values are counted.</source>
            <translation>统计各值时的精细程度。</translation>
        </message>
        <message>
            <source>How frequent a value may count, against the average; 0 sets no limit.</source>
            <translation>一个值最多按多高的频率计入，相对于平均频率；0 表示不设上限。</translation>
        </message>
        <message>
            <source>How grey images become: 0 leaves them, 1 takes all colour.</source>
            <translation>图像变灰的程度：0 保持不变，1 去除所有颜色。</translation>
        </message>
        <message>
            <source>How many answers were wrongly given as no (misses).</source>
            <translation>有多少回答被误判为“否”（漏报）。</translation>
        </message>
        <message>
            <source>How many answers were wrongly given as yes (false alarms).</source>
            <translation>有多少回答被误判为“是”（误报）。</translation>
        </message>
        <message>
            <source>How many bands of pitch come out.</source>
            <translation>给出多少个音高频带。</translation>
        </message>
        <message>
            <source>How many bins adapt() shall make.</source>
            <translation>adapt() 应划分的箱数。</translation>
        </message>
        <message>
            <source>How many bins there are, the mask's included.</source>
            <translation>箱的个数，包括屏蔽值所占的箱。</translation>
        </message>
        <message>
            <source>How many bins there are.</source>
            <translation>箱的个数。</translation>
        </message>
        <message>
            <source>How many bits are kept, or from and to.</source>
            <translation>保留多少位，或从多少位到多少位。</translation>
        </message>
        <message>
            <source>How many categories there are; they count from 0.</source>
            <translation>类别的个数；从 0 开始编号。</translation>
        </message>
        <message>
            <source>How many chains of changes are mixed.</source>
            <translation>混合多少条变化链。</translation>
        </message>
        <message>
            <source>How many changes a chain has at most.</source>
            <translation>一条链最多包含多少次变化。</translation>
        </message>
        <message>
            <source>How many changes are made.</source>
            <translation>进行多少次变化。</translation>
        </message>
        <message>
            <source>How many epochs without an improvement to wait before reducing.</source>
            <translation>没有改善时，等待多少轮再降低。</translation>
        </message>
        <message>
            <source>How many epochs without an improvement to wait before stopping.</source>
            <translation>没有改善时，等待多少轮再停止。</translation>
        </message>
        <message>
            <source>How many no answers were rightly given as no.</source>
            <translation>有多少“否”被正确判为“否”。</translation>
        </message>
        <message>
            <source>How many numbers unknown codes share.</source>
            <translation>未知代码共用多少个编号。</translation>
        </message>
        <message>
            <source>How many numbers unknown words share.</source>
            <translation>未知单词共用多少个编号。</translation>
        </message>
        <message>
            <source>How many of the most probable classes count as right.</source>
            <translation>概率最大的前几个类别视为正确。</translation>
        </message>
        <message>
            <source>How many steps to add: one number, or before and after.</source>
            <translation>要增加的步数：一个数，或之前和之后各一个。</translation>
        </message>
        <message>
            <source>How many steps to cut off: one number, or at the beginning and at the end.</source>
            <translation>要裁去的步数：一个数，或开头和末尾各一个。</translation>
        </message>
        <message>
            <source>How many thresholds between 0 and 1 are tried.</source>
            <translation>在 0 和 1 之间尝试多少个阈值。</translation>
        </message>
        <message>
            <source>How many times as long as the last one each way down is.</source>
            <translation>每次下降的长度是上一次的多少倍。</translation>
        </message>
        <message>
            <source>How many times as much recall counts as precision.</source>
            <translation>召回率的份量是精确率的多少倍。</translation>
        </message>
        <message>
            <source>How many times deeper, higher and wider the volume becomes.</source>
            <translation>体数据变深、变高、变宽的倍数。</translation>
        </message>
        <message>
            <source>How many times each step stands in the output.</source>
            <translation>每一步在输出中出现的次数。</translation>
        </message>
        <message>
            <source>How many times higher and wider the image becomes.</source>
            <translation>图像变高和变宽的倍数。</translation>
        </message>
        <message>
            <source>How many times larger the output is, along each axis.</source>
            <translation>输出沿每个轴放大的倍数。</translation>
        </message>
        <message>
            <source>How many times longer the output is.</source>
            <translation>输出变长的倍数。</translation>
        </message>
        <message>
            <source>How many yes answers were rightly given as yes.</source>
            <translation>有多少“是”被正确判为“是”。</translation>
        </message>
        <message>
            <source>How much brighter or darker, as a share of the range of values.</source>
            <translation>变亮或变暗多少，以取值范围的比例表示。</translation>
        </message>
        <message>
            <source>How much each column counts.</source>
            <translation>每一列的权重。</translation>
        </message>
        <message>
            <source>How much farther, as a share of the height; negative brings nearer.</source>
            <translation>推远多少，以高的比例表示；负数表示拉近。</translation>
        </message>
        <message>
            <source>How much missed places weigh.</source>
            <translation>漏标之处的权重。</translation>
        </message>
        <message>
            <source>How much more or less contrast.</source>
            <translation>对比度提高或降低多少。</translation>
        </message>
        <message>
            <source>How much the average of the weights counts in a step.</source>
            <translation>权重的平均在一步中占多大份量。</translation>
        </message>
        <message>
            <source>How much wrongly marked places weigh.</source>
            <translation>误标之处的权重。</translation>
        </message>
        <message>
            <source>How near a key must be to the query's position to be looked at.</source>
            <translation>键距离查询的位置多近才会被查看。</translation>
        </message>
        <message>
            <source>How often a prediction equals its target exactly (from 0 to 1).</source>
            <translation>预测与目标完全相等的频率（0 到 1）。</translation>
        </message>
        <message>
            <source>How often the most probable class is right, for class numbers (from 0 to 1).</source>
            <translation>概率最大的类别判断正确的频率，用于类别编号（0 到 1）。</translation>
        </message>
        <message>
            <source>How often the most probable class is right, for one-hot targets (from 0 to 1).</source>
            <translation>概率最大的类别判断正确的频率，用于独热编码的目标（0 到 1）。</translation>
        </message>
        <message>
            <source>How often the polynomial is applied.</source>
            <translation>应用多项式的次数。</translation>
        </message>
        <message>
            <source>How often the right class is among the 5 (or k) most probable, for class numbers.</source>
            <translation>正确类别处于概率最大的前 5（或 k）个之中的频率，用于类别编号。</translation>
        </message>
        <message>
            <source>How often the right class is among the 5 (or k) most probable, for one-hot targets.</source>
            <translation>正确类别处于概率最大的前 5（或 k）个之中的频率，用于独热编码的目标。</translation>
        </message>
        <message>
            <source>How often the vector is repeated.</source>
            <translation>向量重复的次数。</translation>
        </message>
        <message>
            <source>How often yes/no answers are right (from 0 to 1).</source>
            <translation>是非判断正确的频率（0 到 1）。</translation>
        </message>
        <message>
            <source>How pixels between pixels are read: mixed, or the nearest one.</source>
            <translation>像素之间的值如何读取：混合，或取最近的像素。</translation>
        </message>
        <message>
            <source>How pixels between pixels are worked out.</source>
            <translation>像素之间的值如何算出。</translation>
        </message>
        <message>
            <source>How query and key are compared: dot multiplies them, concat adds them inside a tanh.</source>
            <translation>查询与键如何比较：dot 将两者相乘，concat 在 tanh 中将两者相加。</translation>
        </message>
        <message>
            <source>How sharp images become: 0 is softest, 0.5 leaves them, 1 is sharpest.</source>
            <translation>图像的锐利程度：0 最柔和，0.5 保持不变，1 最锐利。</translation>
        </message>
        <message>
            <source>How slowly the mean of the gradients is forgotten.</source>
            <translation>梯度均值被遗忘的快慢。</translation>
        </message>
        <message>
            <source>How slowly the mean of the squared gradients is forgotten.</source>
            <translation>梯度平方均值被遗忘的快慢。</translation>
        </message>
        <message>
            <source>How slowly the moving averages follow the weights.</source>
            <translation>移动平均跟随权重的快慢。</translation>
        </message>
        <message>
            <source>How slowly the remembered mean and variance follow the batches.</source>
            <translation>记住的均值和方差跟随各批的快慢。</translation>
        </message>
        <message>
            <source>How slowly the statistics of batch renormalisation follow the batches.</source>
            <translation>批再归一化的统计量跟随各批的快慢。</translation>
        </message>
        <message>
            <source>How slowly the usual size of a gradient is forgotten.</source>
            <translation>梯度的常见大小被遗忘的快慢。</translation>
        </message>
        <message>
            <source>How strong colours become: 0 is grey, 0.5 leaves them, 1 is strongest.</source>
            <translation>颜色的浓淡：0 为灰度，0.5 保持不变，1 最浓。</translation>
        </message>
        <message>
            <source>How strong colours become: 0.5 leaves them.</source>
            <translation>颜色的浓淡：0.5 保持不变。</translation>
        </message>
        <message>
            <source>How strong the changes are.</source>
            <translation>变化的强度。</translation>
        </message>
        <message>
            <source>How strong the noise is: as strong as a dropout of this share.</source>
            <translation>噪声的强度：与此比例的随机失活一样强。</translation>
        </message>
        <message>
            <source>How strongly answers that are already certain are discounted.</source>
            <translation>对已经很有把握的回答打多大的折扣。</translation>
        </message>
        <message>
            <source>How strongly the mean of the cosines is penalised.</source>
            <translation>余弦均值的惩罚强度。</translation>
        </message>
        <message>
            <source>How strongly the sum of the absolute values is penalised.</source>
            <translation>绝对值之和的惩罚强度。</translation>
        </message>
        <message>
            <source>How strongly the sum of the squares is penalised.</source>
            <translation>平方和的惩罚强度。</translation>
        </message>
        <message>
            <source>How texts are cleaned first.</source>
            <translation>文本先如何清理。</translation>
        </message>
        <message>
            <source>How texts are split: into words or characters; none takes them as they are.</source>
            <translation>文本如何拆分：拆成单词或字符；“无”则保持原样。</translation>
        </message>
        <message>
            <source>How the area between two points is counted: by the mean, upper or lower height.</source>
            <translation>两点之间的面积如何计算：按平均、较高或较低的高度。</translation>
        </message>
        <message>
            <source>How the biases start before training.</source>
            <translation>训练前偏置的初始值。</translation>
        </message>
        <message>
            <source>How the classes' values become one: over all counts, by their mean, or weighted.</source>
            <translation>各类别的值如何合成一个：按全部计数、按平均，或加权。</translation>
        </message>
        <message>
            <source>How the factors start before training.</source>
            <translation>训练前缩放因子的初始值。</translation>
        </message>
        <message>
            <source>How the input weights start before training.</source>
            <translation>训练前输入权重的初始值。</translation>
        </message>
        <message>
            <source>How the kernel's weights start before training.</source>
            <translation>训练前核权重的初始值。</translation>
        </message>
        <message>
            <source>How the kernels' weights start before training.</source>
            <translation>训练前各核权重的初始值。</translation>
        </message>
        <message>
            <source>How the losses of a batch become one number: their mean, their sum or none.</source>
            <translation>一批样本的损失如何合成一个数：取平均、求和或不合并。</translation>
        </message>
        <message>
            <source>How the memory's weights start before training.</source>
            <translation>训练前记忆权重的初始值。</translation>
        </message>
        <message>
            <source>How the offsets start before training.</source>
            <translation>训练前偏移的初始值。</translation>
        </message>
        <message>
            <source>How the outputs' values become one: their mean, weighted by spread.</source>
            <translation>各输出的值如何合成一个：取平均，或按离散程度加权。</translation>
        </message>
        <message>
            <source>How the remembered means start before training.</source>
            <translation>训练前所记均值的初始值。</translation>
        </message>
        <message>
            <source>How the remembered variances start before training.</source>
            <translation>训练前所记方差的初始值。</translation>
        </message>
        <message>
            <source>How the slopes start before training.</source>
            <translation>训练前斜率的初始值。</translation>
        </message>
        <message>
            <source>How the sound in a frame fades in and out.</source>
            <translation>一帧中的声音如何淡入和淡出。</translation>
        </message>
        <message>
            <source>How the step shrinks with the gradients so far: 0 not at all, -0.5 like Adagrad.</source>
            <translation>步长如何随迄今的梯度缩小：0 表示完全不缩小，-0.5 与 Adagrad 相同。</translation>
        </message>
        <message>
            <source>How the two outputs become one: side by side, sum, product or mean; none gives both.</source>
            <translation>两个输出如何合成一个：并排、求和、求积或取平均；“无”则两个都给出。</translation>
        </message>
        <message>
            <source>How the vectors start before training.</source>
            <translation>训练前向量的初始值。</translation>
        </message>
        <message>
            <source>How the weights of each channel's own pattern start before training.</source>
            <translation>训练前各通道自身模式权重的初始值。</translation>
        </message>
        <message>
            <source>How the weights that mix the channels start before training.</source>
            <translation>训练前通道混合权重的初始值。</translation>
        </message>
        <message>
            <source>How unknown entries share several numbers: by remainder or by a hash.</source>
            <translation>未知词条如何共用多个编号：按余数或按哈希。</translation>
        </message>
        <message>
            <source>How well predicted directions fit: 1 for the same, -1 for the opposite.</source>
            <translation>预测方向的吻合程度：相同为 1，相反为 -1。</translation>
        </message>
        <message>
            <source>How well predictions agree with targets, scale included (from -1 to 1).</source>
            <translation>预测与目标的一致程度，包括尺度（-1 到 1）。</translation>
        </message>
        <message>
            <source>How well predictions rise and fall with targets (from -1 to 1).</source>
            <translation>预测随目标升降的一致程度（-1 到 1）。</translation>
        </message>
        <message>
            <source>How well the areas of yes and no are covered, for yes/no answers (from 0 to 1).</source>
            <translation>“是”与“否”的区域被覆盖的程度，用于是非判断（0 到 1）。</translation>
        </message>
        <message>
            <source>How well yes and no are told apart at all thresholds together (0.5 guessing, 1 perfect).</source>
            <translation>在所有阈值下综合区分“是”与“否”的能力（0.5 为猜测，1 为完美）。</translation>
        </message>
        <message>
            <source>How wide the bell curve is, in pixels.</source>
            <translation>钟形曲线的宽度，以像素为单位。</translation>
        </message>
        <message>
            <source>Hue factor</source>
            <translation>色相系数</translation>
        </message>
        <message>
            <source>Hz</source>
            <translation>Hz</translation>
        </message>
        <message>
            <source>Idf weights</source>
            <translation>IDF 权重</translation>
        </message>
        <message>
            <source>Ignore class</source>
            <translation>忽略的类别</translation>
        </message>
        <message>
            <source>Initial accumulator value</source>
            <translation>累加器初始值</translation>
        </message>
        <message>
            <source>Initial learning rate</source>
            <translation>初始学习率</translation>
        </message>
        <message>
            <source>Initial value threshold</source>
            <translation>初始阈值</translation>
        </message>
        <message>
            <source>Input axes</source>
            <translation>输入轴</translation>
        </message>
        <message>
            <source>Input dim</source>
            <translation>输入维度</translation>
        </message>
        <message>
            <source>Input length</source>
            <translation>输入长度</translation>
        </message>
        <message>
            <source>Interpolation</source>
            <translation>插值</translation>
        </message>
        <message>
            <source>Invert</source>
            <translation>反向查找</translation>
        </message>
        <message>
            <source>Inverts all values above a random threshold while training, as light on a negative does.</source>
            <translation>训练时反转所有高于随机阈值的值，如同底片曝光的效果。</translation>
        </message>
        <message>
            <source>IoU for one-hot targets and a probability for each class.</source>
            <translation>IoU，用于独热编码的目标和每个类别的概率。</translation>
        </message>
        <message>
            <source>It holds Python code, which is never run. Its place, settings and weights are kept; replace it to run the model.</source>
            <translation>它含有 Python 代码，这里从不运行此类代码。它的位置、设置和权重会保留；要运行模型，请替换它。</translation>
        </message>
        <message>
            <source>Its kernel was in Theano's order and was transposed.</source>
            <translation>它的核采用 Theano 的轴顺序，已转置。</translation>
        </message>
        <message>
            <source>Its kernel was turned round: Theano reads it from the end.</source>
            <translation>它的核已翻转：Theano 从末尾读起。</translation>
        </message>
        <message>
            <source>Its weights of 8 bits became float32. Keras rounds what goes into such a layer too, so it predicts slightly other numbers.</source>
            <translation>其 8 位权重已转换为 float32。Keras 还会对这种层的输入取整，因此其预测值略有不同。</translation>
        </message>
        <message>
            <source>Jordan et al. 2024, "Muon: An optimizer for hidden layers in neural networks".</source>
            <translation>Jordan 等，2024，“Muon: An optimizer for hidden layers in neural networks”。</translation>
        </message>
        <message>
            <source>K</source>
            <translation>K</translation>
        </message>
        <message>
            <source>Keepdims</source>
            <translation>保留维度</translation>
        </message>
        <message>
            <source>Keeps one number per channel: its mean over the whole image.</source>
            <translation>每个通道只保留一个数：整幅图像的平均值。</translation>
        </message>
        <message>
            <source>Keeps one number per channel: its mean over the whole sequence.</source>
            <translation>每个通道只保留一个数：整个序列的平均值。</translation>
        </message>
        <message>
            <source>Keeps one number per channel: its mean over the whole volume.</source>
            <translation>每个通道只保留一个数：整个体数据的平均值。</translation>
        </message>
        <message>
            <source>Keeps one number per channel: the largest of the whole image.</source>
            <translation>每个通道只保留一个数：整幅图像的最大值。</translation>
        </message>
        <message>
            <source>Keeps one number per channel: the largest of the whole sequence.</source>
            <translation>每个通道只保留一个数：整个序列的最大值。</translation>
        </message>
        <message>
            <source>Keeps one number per channel: the largest of the whole volume.</source>
            <translation>每个通道只保留一个数：整个体数据的最大值。</translation>
        </message>
        <message>
            <source>Keeps only the highest bits of every value while training, as on a poster.</source>
            <translation>训练时只保留每个值的最高几位，如同海报一样。</translation>
        </message>
        <message>
            <source>Keeps the largest number of each window of a sequence.</source>
            <translation>保留序列中每个窗口的最大值。</translation>
        </message>
        <message>
            <source>Keeps the largest number of each window of a volume.</source>
            <translation>保留体数据中每个窗口的最大值。</translation>
        </message>
        <message>
            <source>Keeps the largest number of each window of an image.</source>
            <translation>保留图像中每个窗口的最大值。</translation>
        </message>
        <message>
            <source>Keeps the largest numbers of a given number of windows over a sequence.</source>
            <translation>在序列上按给定的窗口数，保留每个窗口的最大值。</translation>
        </message>
        <message>
            <source>Keeps the largest numbers of a given number of windows over a volume.</source>
            <translation>在体数据上按给定的窗口数，保留每个窗口的最大值。</translation>
        </message>
        <message>
            <source>Keeps the largest numbers of a given number of windows over an image.</source>
            <translation>在图像上按给定的窗口数，保留每个窗口的最大值。</translation>
        </message>
        <message>
            <source>Keeps the largest of its inputs' numbers at every position.</source>
            <translation>在每个位置保留各输入中最大的数。</translation>
        </message>
        <message>
            <source>Keeps the length of each unit's vector of weights between two limits.</source>
            <translation>使每个单元的权重向量长度保持在两个界限之间。</translation>
        </message>
        <message>
            <source>Keeps the mean of each window of a sequence.</source>
            <translation>保留序列中每个窗口的平均值。</translation>
        </message>
        <message>
            <source>Keeps the mean of each window of a volume.</source>
            <translation>保留体数据中每个窗口的平均值。</translation>
        </message>
        <message>
            <source>Keeps the mean of each window of an image.</source>
            <translation>保留图像中每个窗口的平均值。</translation>
        </message>
        <message>
            <source>Keeps the means of a given number of windows over a sequence.</source>
            <translation>在序列上按给定的窗口数，保留每个窗口的平均值。</translation>
        </message>
        <message>
            <source>Keeps the means of a given number of windows over a volume.</source>
            <translation>在体数据上按给定的窗口数，保留每个窗口的平均值。</translation>
        </message>
        <message>
            <source>Keeps the means of a given number of windows over an image.</source>
            <translation>在图像上按给定的窗口数，保留每个窗口的平均值。</translation>
        </message>
        <message>
            <source>Keeps the smallest of its inputs' numbers at every position.</source>
            <translation>在每个位置保留各输入中最小的数。</translation>
        </message>
        <message>
            <source>Kept for Keras's files.</source>
            <translation>为 Keras 文件而保留。</translation>
        </message>
        <message>
            <source>Kept for Keras's files; a batch is never split over machines here.</source>
            <translation>为 Keras 文件而保留；这里从不把一批分到多台机器上。</translation>
        </message>
        <message>
            <source>Kept for Keras's files; changes nothing.</source>
            <translation>为 Keras 文件而保留；不改变任何东西。</translation>
        </message>
        <message>
            <source>Kept for Keras's files; makes no difference to the result.</source>
            <translation>为 Keras 文件而保留；对结果没有影响。</translation>
        </message>
        <message>
            <source>Kept for Keras's signature: curves and histograms are written here.</source>
            <translation>为与 Keras 的参数一致而保留：这里写入曲线和直方图。</translation>
        </message>
        <message>
            <source>Kept for Keras's signature; Keras 3 takes no notice of it here.</source>
            <translation>为与 Keras 的参数一致而保留；Keras 3 在这里不使用它。</translation>
        </message>
        <message>
            <source>Kept for Keras's signature; there is no GPU here.</source>
            <translation>为与 Keras 的参数一致而保留；这里不使用 GPU。</translation>
        </message>
        <message>
            <source>Kept for files.</source>
            <translation>为文件而保留。</translation>
        </message>
        <message>
            <source>Kept for files; only False is supported.</source>
            <translation>为文件而保留；只支持 False。</translation>
        </message>
        <message>
            <source>Kept for files; only False.</source>
            <translation>为文件而保留；只能为 False。</translation>
        </message>
        <message>
            <source>Kept for older files: divide by the deviation only, and add no offset.</source>
            <translation>为旧文件而保留：只除以标准差，不加偏移。</translation>
        </message>
        <message>
            <source>Kept for scripts; there is one way of computing here.</source>
            <translation>为脚本而保留；这里只有一种计算方式。</translation>
        </message>
        <message>
            <source>Keras 2 computes hard_sigmoid with another slope.</source>
            <translation>Keras 2 计算 hard_sigmoid 时使用不同的斜率。</translation>
        </message>
        <message>
            <source>Keras 2 has no argument {argument}; it was {value}.</source>
            <translation>Keras 2 没有参数 {argument}；它的值原为 {value}。</translation>
        </message>
        <message>
            <source>Keras 2's optimizers lack {settings}.</source>
            <translation>Keras 2 的优化器没有以下设置：{settings}。</translation>
        </message>
        <message>
            <source>Keras 3 computes {activation} with another slope, so it will predict other numbers; Keras 2 computes it as here.</source>
            <translation>Keras 3 中 {activation} 的斜率不同，预测的数值会不一样；Keras 2 的计算与这里相同。</translation>
        </message>
        <message>
            <source>Keras 3 crops images only while training; predicting, it leaves them as they are.</source>
            <translation>Keras 3 只在训练时裁剪图像；预测时保持图像不变。</translation>
        </message>
        <message>
            <source>Keras 3 has no layer {name} and cannot open a model with it; Keras 2 can.</source>
            <translation>Keras 3 没有 {name} 层，无法打开含有它的模型；Keras 2 可以。</translation>
        </message>
        <message>
            <source>Keras 3 normalizes every step by itself while training, Keras 2 all steps of a batch together; predictions stay the same.</source>
            <translation>训练时 Keras 3 对每个时间步分别归一化，而 Keras 2 对一个批次的所有时间步一起归一化；预测结果保持不变。</translation>
        </message>
        <message>
            <source>Keras2</source>
            <translation>Keras 2</translation>
        </message>
        <message>
            <source>Kernel constraint</source>
            <translation>核约束</translation>
        </message>
        <message>
            <source>Kernel initializer</source>
            <translation>核初始化器</translation>
        </message>
        <message>
            <source>Kernel regularizer</source>
            <translation>核正则化器</translation>
        </message>
        <message>
            <source>Kernel size</source>
            <translation>卷积核大小</translation>
        </message>
        <message>
            <source>Key dim</source>
            <translation>键维度</translation>
        </message>
        <message>
            <source>Kingma and Ba 2014, "Adam: A Method for Stochastic Optimization", section 7.</source>
            <translation>Kingma 和 Ba，2014，“Adam: A Method for Stochastic Optimization”，第 7 节。</translation>
        </message>
        <message>
            <source>Kingma and Ba 2014, "Adam: A Method for Stochastic Optimization".</source>
            <translation>Kingma 和 Ba，2014，“Adam: A Method for Stochastic Optimization”。</translation>
        </message>
        <message>
            <source>L1</source>
            <translation>L1</translation>
        </message>
        <message>
            <source>L1 regularization strength</source>
            <translation>L1 正则化强度</translation>
        </message>
        <message>
            <source>L2</source>
            <translation>L2</translation>
        </message>
        <message>
            <source>L2 regularization strength</source>
            <translation>L2 正则化强度</translation>
        </message>
        <message>
            <source>L2 shrinkage regularization strength</source>
            <translation>L2 收缩正则化强度</translation>
        </message>
        <message>
            <source>Label smoothing</source>
            <translation>标签平滑</translation>
        </message>
        <message>
            <source>Label weights</source>
            <translation>标签权重</translation>
        </message>
        <message>
            <source>Labels given beside the images are mixed in the same shares.</source>
            <translation>与图像一同给出的标签按相同的比例混合。</translation>
        </message>
        <message>
            <source>Layer</source>
            <translation>层</translation>
        </message>
        <message>
            <source>Lays all numbers of a sample out in one row.</source>
            <translation>将一个样本的所有数排成一行。</translation>
        </message>
        <message>
            <source>Learning rate</source>
            <translation>学习率</translation>
        </message>
        <message>
            <source>Learning rate power</source>
            <translation>学习率的幂</translation>
        </message>
        <message>
            <source>Leaves its input as it is and adds a penalty on its size to the loss.</source>
            <translation>保持输入不变，并将对其大小的惩罚加到损失上。</translation>
        </message>
        <message>
            <source>Leaves values as they are: x.</source>
            <translation>保持值不变：x。</translation>
        </message>
        <message>
            <source>Length of each head's queries and keys.</source>
            <translation>每个头的查询和键的长度。</translation>
        </message>
        <message>
            <source>Length of each head's queries, keys and values.</source>
            <translation>每个头的查询、键和值的长度。</translation>
        </message>
        <message>
            <source>Length of each head's values; key_dim where it is empty.</source>
            <translation>每个头的值的长度；留空则为 key_dim。</translation>
        </message>
        <message>
            <source>Length of each vector.</source>
            <translation>每个向量的长度。</translation>
        </message>
        <message>
            <source>Length of the Fourier transform.</source>
            <translation>傅里叶变换的长度。</translation>
        </message>
        <message>
            <source>Length of the input sequences; kept for older scripts.</source>
            <translation>输入序列的长度；为旧脚本而保留。</translation>
        </message>
        <message>
            <source>Length of the rows of numbers; the longest by default.</source>
            <translation>编号行的长度；默认为最长的一行。</translation>
        </message>
        <message>
            <source>Lets one half of the features decide how much of the other passes: a sigmoid(b).</source>
            <translation>让一半特征决定另一半能通过多少：a sigmoid(b)。</translation>
        </message>
        <message>
            <source>Letters for the axes of the input, the kernel and the output: abc,cd-&gt;abd.</source>
            <translation>输入、核和输出各轴的字母：abc,cd-&gt;abd。</translation>
        </message>
        <message>
            <source>Letters of the output along which a trained offset varies; empty for none.</source>
            <translation>可训练偏移所沿的输出轴的字母；留空则没有偏移。</translation>
        </message>
        <message>
            <source>Like Adagrad, but forgets old gradients; often used with a learning rate of 1.</source>
            <translation>类似 Adagrad，但会遗忘旧的梯度；学习率常设为 1。</translation>
        </message>
        <message>
            <source>Like Adam, with sums of rows and columns in place of a number for each weight.</source>
            <translation>类似 Adam，但用行和与列和代替每个权重各一个数。</translation>
        </message>
        <message>
            <source>Like Dice, with separate weights for missed and for wrongly marked places.</source>
            <translation>类似 Dice，但漏标和误标之处有各自的权重。</translation>
        </message>
        <message>
            <source>Like Hinge, with the missing distance squared: bad misses weigh more.</source>
            <translation>类似 Hinge，但对不足的距离取平方：严重的错误计得更重。</translation>
        </message>
        <message>
            <source>Like LeakyReLU, with slopes that are learned.</source>
            <translation>类似 LeakyReLU，但斜率是学习得到的。</translation>
        </message>
        <message>
            <source>Like ReLU, but bends smoothly towards a negative limit.</source>
            <translation>类似 ReLU，但平滑地趋向一个负的界限。</translation>
        </message>
        <message>
            <source>Like ReLU, but lets a part of negative values through.</source>
            <translation>类似 ReLU，但让负值的一部分通过。</translation>
        </message>
        <message>
            <source>Like relu, but bends smoothly towards -1: x if x &gt; 0, else e^x - 1.</source>
            <translation>类似 relu，但平滑地趋向 -1：x &gt; 0 时为 x，否则为 e^x - 1。</translation>
        </message>
        <message>
            <source>Like relu, but lets a fifth of negative values through: x if x &gt; 0, else 0.2 x.</source>
            <translation>类似 relu，但让负值的五分之一通过：x &gt; 0 时为 x，否则为 0.2 x。</translation>
        </message>
        <message>
            <source>Like relu, limited to 6: min(max(x, 0), 6).</source>
            <translation>类似 relu，上限为 6：min(max(x, 0), 6)。</translation>
        </message>
        <message>
            <source>Like softmax, but gives exactly 0 to unlikely scores: max(x_i - t, 0), adding up to 1.</source>
            <translation>类似 softmax，但对不大可能的得分给出恰好为 0 的值：max(x_i - t, 0)，总和为 1。</translation>
        </message>
        <message>
            <source>Log dir</source>
            <translation>日志文件夹</translation>
        </message>
        <message>
            <source>Looks for patterns along a sequence.</source>
            <translation>沿着序列寻找模式。</translation>
        </message>
        <message>
            <source>Looks for patterns in a volume or a film.</source>
            <translation>在体数据或影片中寻找模式。</translation>
        </message>
        <message>
            <source>Looks for patterns in an image.</source>
            <translation>在图像中寻找模式。</translation>
        </message>
        <message>
            <source>Looks for patterns in each channel of a sequence by itself.</source>
            <translation>在序列的每个通道中分别寻找模式。</translation>
        </message>
        <message>
            <source>Looks for patterns in each channel of a sequence, then mixes the channels.</source>
            <translation>在序列的每个通道中寻找模式，再混合各通道。</translation>
        </message>
        <message>
            <source>Looks for patterns in each channel of an image by itself.</source>
            <translation>在图像的每个通道中分别寻找模式。</translation>
        </message>
        <message>
            <source>Looks for patterns in each channel of an image, then mixes the channels.</source>
            <translation>在图像的每个通道中寻找模式，再混合各通道。</translation>
        </message>
        <message>
            <source>Lora alpha</source>
            <translation>LoRA alpha</translation>
        </message>
        <message>
            <source>Lora rank</source>
            <translation>LoRA 秩</translation>
        </message>
        <message>
            <source>Loshchilov and Hutter 2016, "SGDR: Stochastic Gradient Descent with Warm Restarts".</source>
            <translation>Loshchilov 和 Hutter，2016，“SGDR: Stochastic Gradient Descent with Warm Restarts”。</translation>
        </message>
        <message>
            <source>Loshchilov and Hutter 2019, "Decoupled Weight Decay Regularization".</source>
            <translation>Loshchilov 和 Hutter，2019，“Decoupled Weight Decay Regularization”。</translation>
        </message>
        <message>
            <source>Loss scale factor</source>
            <translation>损失缩放系数</translation>
        </message>
        <message>
            <source>Lowers the learning rate along a line (or a power's curve) to a final one.</source>
            <translation>沿直线（或幂曲线）将学习率降低到最终值。</translation>
        </message>
        <message>
            <source>Lowers the learning rate along half a cosine wave again and again, each time more slowly.</source>
            <translation>一次又一次地沿半个余弦波降低学习率，每次都更慢。</translation>
        </message>
        <message>
            <source>Lowers the learning rate along half a cosine wave, after a warm-up if wanted.</source>
            <translation>沿半个余弦波降低学习率，需要时先预热。</translation>
        </message>
        <message>
            <source>M mul</source>
            <translation>M 倍数</translation>
        </message>
        <message>
            <source>Mag exp</source>
            <translation>幅度指数</translation>
        </message>
        <message>
            <source>Makes a sequence longer by spreading each step with a trained pattern.</source>
            <translation>用训练得到的模式展开每一步，使序列变长。</translation>
        </message>
        <message>
            <source>Makes a volume larger by spreading each cell with a trained pattern.</source>
            <translation>用训练得到的模式展开每个单元，使体数据变大。</translation>
        </message>
        <message>
            <source>Makes all values about equally frequent while training, channel by channel of a batch.</source>
            <translation>训练时使各个值出现的频率大致相等，对一批图像逐个通道进行。</translation>
        </message>
        <message>
            <source>Makes an image a whole number of times larger.</source>
            <translation>将图像放大整数倍。</translation>
        </message>
        <message>
            <source>Makes an image larger by spreading each pixel with a trained pattern.</source>
            <translation>用训练得到的模式展开每个像素，使图像变大。</translation>
        </message>
        <message>
            <source>Makes colours paler or stronger by a random amount while training.</source>
            <translation>训练时将颜色随机变淡或变浓。</translation>
        </message>
        <message>
            <source>Makes every image softer or sharper by a random amount while training.</source>
            <translation>训练时将每幅图像随机变柔和或变锐利。</translation>
        </message>
        <message>
            <source>Makes some of eleven random changes to the images of a batch while training.</source>
            <translation>训练时对一批图像进行十一种随机变化中的几种。</translation>
        </message>
        <message>
            <source>Makes targets less certain: 0.1 turns a 1 into about 0.9; 0 leaves them.</source>
            <translation>使目标不那么绝对：0.1 会把 1 变为约 0.9；0 则保持不变。</translation>
        </message>
        <message>
            <source>Makes the changes repeatable.</source>
            <translation>使变化可重复。</translation>
        </message>
        <message>
            <source>Makes the choice repeatable.</source>
            <translation>使选择可重复。</translation>
        </message>
        <message>
            <source>Makes the dropout repeatable.</source>
            <translation>使随机失活可重复。</translation>
        </message>
        <message>
            <source>Makes the learning rate smaller when a value has not improved for some epochs.</source>
            <translation>当某个值若干轮没有改善时，降低学习率。</translation>
        </message>
        <message>
            <source>Margin</source>
            <translation>间隔</translation>
        </message>
        <message>
            <source>Mask token</source>
            <translation>屏蔽词条</translation>
        </message>
        <message>
            <source>Mask value</source>
            <translation>屏蔽值</translation>
        </message>
        <message>
            <source>Mask zero</source>
            <translation>屏蔽零</translation>
        </message>
        <message>
            <source>Masks</source>
            <translation>掩码</translation>
        </message>
        <message>
            <source>Max freq</source>
            <translation>最高频率</translation>
        </message>
        <message>
            <source>Max tokens</source>
            <translation>最大词条数</translation>
        </message>
        <message>
            <source>Max value</source>
            <translation>最大值</translation>
        </message>
        <message>
            <source>Maxval</source>
            <translation>最大值</translation>
        </message>
        <message>
            <source>McMahan et al. 2013, "Ad Click Prediction: a View from the Trenches".</source>
            <translation>McMahan 等，2013，“Ad Click Prediction: a View from the Trenches”。</translation>
        </message>
        <message>
            <source>Mean</source>
            <translation>平均值</translation>
        </message>
        <message>
            <source>MeanIoU for one-hot targets and a probability for each class.</source>
            <translation>MeanIoU，用于独热编码的目标和每个类别的概率。</translation>
        </message>
        <message>
            <source>Merge mode</source>
            <translation>合并方式</translation>
        </message>
        <message>
            <source>Merge with the mode {mode} became {new}.</source>
            <translation>模式为 {mode} 的 Merge 已变为 {new}。</translation>
        </message>
        <message>
            <source>Min LR</source>
            <translation>最小学习率</translation>
        </message>
        <message>
            <source>Min delta</source>
            <translation>最小变化</translation>
        </message>
        <message>
            <source>Min freq</source>
            <translation>最低频率</translation>
        </message>
        <message>
            <source>Min power</source>
            <translation>最小功率</translation>
        </message>
        <message>
            <source>Min value</source>
            <translation>最小值</translation>
        </message>
        <message>
            <source>Minval</source>
            <translation>最小值</translation>
        </message>
        <message>
            <source>Mirrors half of the images while training.</source>
            <translation>训练时将一半的图像镜像翻转。</translation>
        </message>
        <message>
            <source>Mixes every image with another one of the batch while training.</source>
            <translation>训练时将每幅图像与同一批中的另一幅混合。</translation>
        </message>
        <message>
            <source>Mixes every image with its grey version while training.</source>
            <translation>训练时将每幅图像与其灰度版本混合。</translation>
        </message>
        <message>
            <source>Mixes images with the results of several chains of random changes while training.</source>
            <translation>训练时将图像与若干条随机变化链的结果混合。</translation>
        </message>
        <message>
            <source>Mode</source>
            <translation>模式</translation>
        </message>
        <message>
            <source>Momentum</source>
            <translation>动量</translation>
        </message>
        <message>
            <source>Momentum made orthogonal for the matrices of Dense layers, AdamW for all other weights.</source>
            <translation>对 Dense 层的矩阵使用正交化的动量，对其他所有权重使用 AdamW。</translation>
        </message>
        <message>
            <source>Momentum together with a step size for each weight; the usual first choice.</source>
            <translation>动量加上每个权重各自的步长；通常的首选。</translation>
        </message>
        <message>
            <source>Monitor</source>
            <translation>监视的值</translation>
        </message>
        <message>
            <source>Most entries of the vocabulary, special ones included.</source>
            <translation>词汇表中词条数的上限，包括特殊词条。</translation>
        </message>
        <message>
            <source>Moves all colours of an image around the colour circle while training.</source>
            <translation>训练时将图像的所有颜色沿色相环移动。</translation>
        </message>
        <message>
            <source>Moves every image by a random distance while training.</source>
            <translation>训练时将每幅图像移动随机的距离。</translation>
        </message>
        <message>
            <source>Moving mean initializer</source>
            <translation>移动均值初始化器</translation>
        </message>
        <message>
            <source>Moving variance initializer</source>
            <translation>移动方差初始化器</translation>
        </message>
        <message>
            <source>Multi label</source>
            <translation>多标签</translation>
        </message>
        <message>
            <source>Multiplies by a factor and adds an offset: 1/255 brings pixels to the range 0 to 1.</source>
            <translation>乘以系数并加上偏移：1/255 将像素变到 0 到 1 的范围。</translation>
        </message>
        <message>
            <source>Multiplies by random numbers around 1 while training: a dropout without switching off.</source>
            <translation>训练时乘以 1 附近的随机数：不关闭任何数的随机失活。</translation>
        </message>
        <message>
            <source>Multiplies its inputs number by number.</source>
            <translation>将各个输入逐数相乘。</translation>
        </message>
        <message>
            <source>Multiplies the learning rate by the same factor again and again.</source>
            <translation>一次又一次地将学习率乘以相同的系数。</translation>
        </message>
        <message>
            <source>Multiplies two inputs along an axis of each and adds up: scalar or matrix products.</source>
            <translation>沿两个输入各自的一个轴相乘并求和：标量积或矩阵积。</translation>
        </message>
        <message>
            <source>Muon a</source>
            <translation>Muon a</translation>
        </message>
        <message>
            <source>Muon b</source>
            <translation>Muon b</translation>
        </message>
        <message>
            <source>Muon c</source>
            <translation>Muon c</translation>
        </message>
        <message>
            <source>N</source>
            <translation>次数</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>Name of the input.</source>
            <translation>输入的名称。</translation>
        </message>
        <message>
            <source>Name of the layer; unique within a model.</source>
            <translation>层的名称；在模型中是唯一的。</translation>
        </message>
        <message>
            <source>Name of the loss in messages.</source>
            <translation>消息中使用的损失名称。</translation>
        </message>
        <message>
            <source>Name of the optimizer, used for its variables.</source>
            <translation>优化器的名称，用于其变量。</translation>
        </message>
        <message>
            <source>Name of the schedule.</source>
            <translation>学习率计划的名称。</translation>
        </message>
        <message>
            <source>Name under which the value is logged.</source>
            <translation>记录该值时使用的名称。</translation>
        </message>
        <message>
            <source>Near 0 learns like the cross-entropy, near 1 ignores wrong labels best.</source>
            <translation>接近 0 时学习方式类似交叉熵，接近 1 时最能忽略错误标签。</translation>
        </message>
        <message>
            <source>Negative slope</source>
            <translation>负半轴斜率</translation>
        </message>
        <message>
            <source>Nesterov</source>
            <translation>Nesterov</translation>
        </message>
        <message>
            <source>Ngrams</source>
            <translation>N 元词组</translation>
        </message>
        <message>
            <source>Noise shape</source>
            <translation>噪声形状</translation>
        </message>
        <message>
            <source>Normalize</source>
            <translation>归一化</translation>
        </message>
        <message>
            <source>Ns steps</source>
            <translation>NS 步数</translation>
        </message>
        <message>
            <source>Num bins</source>
            <translation>箱数</translation>
        </message>
        <message>
            <source>Num chains</source>
            <translation>链数</translation>
        </message>
        <message>
            <source>Num classes</source>
            <translation>类别数</translation>
        </message>
        <message>
            <source>Num heads</source>
            <translation>头数</translation>
        </message>
        <message>
            <source>Num key value heads</source>
            <translation>键值头数</translation>
        </message>
        <message>
            <source>Num labels</source>
            <translation>标签数</translation>
        </message>
        <message>
            <source>Num mel bins</source>
            <translation>梅尔频带数</translation>
        </message>
        <message>
            <source>Num oov indices</source>
            <translation>未知词条编号数</translation>
        </message>
        <message>
            <source>Num ops</source>
            <translation>操作数</translation>
        </message>
        <message>
            <source>Num query heads</source>
            <translation>查询头数</translation>
        </message>
        <message>
            <source>Num regressors</source>
            <translation>自变量个数</translation>
        </message>
        <message>
            <source>Num thresholds</source>
            <translation>阈值个数</translation>
        </message>
        <message>
            <source>Num tokens</source>
            <translation>类别总数</translation>
        </message>
        <message>
            <source>Number of batches whose gradients are averaged for one step.</source>
            <translation>合在一步中取平均的梯度所来自的批次数。</translation>
        </message>
        <message>
            <source>Number of channels of the output.</source>
            <translation>输出的通道数。</translation>
        </message>
        <message>
            <source>Number of classes.</source>
            <translation>类别的个数。</translation>
        </message>
        <message>
            <source>Number of columns, if known.</source>
            <translation>列数（如果已知）。</translation>
        </message>
        <message>
            <source>Number of groups of channels that are convolved apart from one another.</source>
            <translation>彼此分开进行卷积的通道组数。</translation>
        </message>
        <message>
            <source>Number of groups the channels are split into; -1 makes each channel a group.</source>
            <translation>通道分成的组数；-1 表示每个通道自成一组。</translation>
        </message>
        <message>
            <source>Number of heads of keys and values; it divides the number of queries'.</source>
            <translation>键和值的头数；必须能整除查询的头数。</translation>
        </message>
        <message>
            <source>Number of heads of queries.</source>
            <translation>查询的头数。</translation>
        </message>
        <message>
            <source>Number of heads.</source>
            <translation>头的个数。</translation>
        </message>
        <message>
            <source>Number of independent inputs, for the adjusted value; 0 for the plain one.</source>
            <translation>独立输入的个数，用于调整后的值；0 表示不调整。</translation>
        </message>
        <message>
            <source>Number of outputs.</source>
            <translation>输出的个数。</translation>
        </message>
        <message>
            <source>Number of patterns looked for in each channel.</source>
            <translation>在每个通道中寻找的模式个数。</translation>
        </message>
        <message>
            <source>Number of patterns looked for, the channels of the output.</source>
            <translation>要寻找的模式个数，即输出的通道数。</translation>
        </message>
        <message>
            <source>Number of steps after which the final rate is reached.</source>
            <translation>经过多少步达到最终学习率。</translation>
        </message>
        <message>
            <source>Number of steps in which the divisor grows once by the decay rate.</source>
            <translation>除数按衰减率增长一次所需的步数。</translation>
        </message>
        <message>
            <source>Number of steps in which the rate is multiplied once by the factor.</source>
            <translation>学习率乘以系数一次所需的步数。</translation>
        </message>
        <message>
            <source>Number of steps of the first way down.</source>
            <translation>第一次下降的步数。</translation>
        </message>
        <message>
            <source>Number of steps of the warm-up.</source>
            <translation>预热的步数。</translation>
        </message>
        <message>
            <source>Number of steps of the way down.</source>
            <translation>下降的步数。</translation>
        </message>
        <message>
            <source>Number of windows down and across, the height and width of the output.</source>
            <translation>向下和向右的窗口数，即输出的高和宽。</translation>
        </message>
        <message>
            <source>Number of windows in depth, down and across, the sizes of the output.</source>
            <translation>沿深度、向下和向右的窗口数，即输出的各维大小。</translation>
        </message>
        <message>
            <source>Number of windows, the steps of the output.</source>
            <translation>窗口数，即输出的步数。</translation>
        </message>
        <message>
            <source>Number the matrix is multiplied by.</source>
            <translation>矩阵所乘的数。</translation>
        </message>
        <message>
            <source>Offset</source>
            <translation>偏移</translation>
        </message>
        <message>
            <source>Oov method</source>
            <translation>未知词条分配方式</translation>
        </message>
        <message>
            <source>Oov token</source>
            <translation>未知词条</translation>
        </message>
        <message>
            <source>Optional</source>
            <translation>可选</translation>
        </message>
        <message>
            <source>Output axes</source>
            <translation>输出轴</translation>
        </message>
        <message>
            <source>Output dim</source>
            <translation>输出维度</translation>
        </message>
        <message>
            <source>Output mode</source>
            <translation>输出方式</translation>
        </message>
        <message>
            <source>Output padding</source>
            <translation>输出填充</translation>
        </message>
        <message>
            <source>Output sequence length</source>
            <translation>输出序列长度</translation>
        </message>
        <message>
            <source>Output shape</source>
            <translation>输出形状</translation>
        </message>
        <message>
            <source>Output size</source>
            <translation>输出大小</translation>
        </message>
        <message>
            <source>Pad to aspect ratio</source>
            <translation>补边到宽高比</translation>
        </message>
        <message>
            <source>Pad to max tokens</source>
            <translation>填充到最大词条数</translation>
        </message>
        <message>
            <source>Padding</source>
            <translation>填充</translation>
        </message>
        <message>
            <source>Part (times the learning rate) by which matrices shrink at every step.</source>
            <translation>每一步矩阵缩小的比例（乘以学习率）。</translation>
        </message>
        <message>
            <source>Part (times the learning rate) by which weights shrink at every step.</source>
            <translation>每一步权重缩小的比例（乘以学习率）。</translation>
        </message>
        <message>
            <source>Part by which weights trained by AdamW shrink at every step.</source>
            <translation>由 AdamW 训练的权重每一步缩小的比例。</translation>
        </message>
        <message>
            <source>Part of the last step that is kept up, like a ball's; 0.9 is usual, 0 for none.</source>
            <translation>上一步中保留下来的部分，像滚动的球；通常用 0.9，0 表示不保留。</translation>
        </message>
        <message>
            <source>Part of the last step that is kept up.</source>
            <translation>上一步中保留下来的部分。</translation>
        </message>
        <message>
            <source>Part of the last step that is kept up; 0 for none.</source>
            <translation>上一步中保留下来的部分；0 表示不保留。</translation>
        </message>
        <message>
            <source>Part of the way to go at each step: 1 enforces the limits at once.</source>
            <translation>每一步走完路程的比例：1 表示立即强制满足界限。</translation>
        </message>
        <message>
            <source>Passes its input on as it is; keeps a place or gives a name.</source>
            <translation>原样传递输入；用来占位或命名。</translation>
        </message>
        <message>
            <source>Patience</source>
            <translation>耐心轮数</translation>
        </message>
        <message>
            <source>Patterns of the paths of weights that AdamW trains.</source>
            <translation>由 AdamW 训练的权重的路径模式。</translation>
        </message>
        <message>
            <source>Penalises rows (or columns) of a weight matrix that are not at right angles.</source>
            <translation>惩罚权重矩阵中互不垂直的行（或列）。</translation>
        </message>
        <message>
            <source>Penalises the sum of the absolute weights; drives unneeded weights to zero.</source>
            <translation>惩罚权重绝对值之和；使不需要的权重趋于零。</translation>
        </message>
        <message>
            <source>Penalises the sum of the squared weights; keeps all weights small.</source>
            <translation>惩罚权重平方和；使所有权重保持较小。</translation>
        </message>
        <message>
            <source>Penalty on squared weights within the gradient only.</source>
            <translation>只在梯度之内对权重平方的惩罚。</translation>
        </message>
        <message>
            <source>Penalty on the sum of the absolute weights.</source>
            <translation>对权重绝对值之和的惩罚。</translation>
        </message>
        <message>
            <source>Penalty on the sum of the squared weights.</source>
            <translation>对权重平方和的惩罚。</translation>
        </message>
        <message>
            <source>Periodic</source>
            <translation>周期性</translation>
        </message>
        <message>
            <source>Pointwise constraint</source>
            <translation>逐点约束</translation>
        </message>
        <message>
            <source>Pointwise initializer</source>
            <translation>逐点初始化器</translation>
        </message>
        <message>
            <source>Pointwise regularizer</source>
            <translation>逐点正则化器</translation>
        </message>
        <message>
            <source>Pool size</source>
            <translation>池化窗口大小</translation>
        </message>
        <message>
            <source>Power</source>
            <translation>幂</translation>
        </message>
        <message>
            <source>Power to db</source>
            <translation>转换为分贝</translation>
        </message>
        <message>
            <source>Precision</source>
            <translation>精确率</translation>
        </message>
        <message>
            <source>Precision and recall as one number (from 0 to 1), both counting the same.</source>
            <translation>将精确率和召回率合成一个数（0 到 1），两者份量相同。</translation>
        </message>
        <message>
            <source>Precision and recall as one number (from 0 to 1); recall counts beta times as much.</source>
            <translation>将精确率和召回率合成一个数（0 到 1）；召回率的份量是 beta 倍。</translation>
        </message>
        <message>
            <source>Precision of the calculation; that of the predictions by default.</source>
            <translation>计算的精度；默认与预测值相同。</translation>
        </message>
        <message>
            <source>Precision of the sums.</source>
            <translation>累加的精度。</translation>
        </message>
        <message>
            <source>Precision of the weights.</source>
            <translation>权重的精度。</translation>
        </message>
        <message>
            <source>Puts a rectangle of another image of the batch into every image while training.</source>
            <translation>训练时将同一批中另一幅图像的一个矩形放入每幅图像。</translation>
        </message>
        <message>
            <source>Puts its inputs one after the other along an axis.</source>
            <translation>沿着一个轴将各个输入依次拼接。</translation>
        </message>
        <message>
            <source>Puts the axes of each sample in another order.</source>
            <translation>将每个样本的轴按另一种顺序排列。</translation>
        </message>
        <message>
            <source>Q</source>
            <translation>Q</translation>
        </message>
        <message>
            <source>Quantization config</source>
            <translation>量化配置</translation>
        </message>
        <message>
            <source>Ragged</source>
            <translation>不等长</translation>
        </message>
        <message>
            <source>Raise error</source>
            <translation>抛出错误</translation>
        </message>
        <message>
            <source>Random values from a bell curve (normal distribution).</source>
            <translation>来自钟形曲线（正态分布）的随机值。</translation>
        </message>
        <message>
            <source>Random values scaled by the number of inputs or outputs: Glorot and He in general form.</source>
            <translation>按输入数或输出数缩放的随机值：Glorot 和 He 的一般形式。</translation>
        </message>
        <message>
            <source>Random values, all equally likely between two bounds.</source>
            <translation>两个界限之间等概率的随机值。</translation>
        </message>
        <message>
            <source>Rank of the two matrices that training changes in place of the kernel.</source>
            <translation>训练时代替核而改变的两个矩阵的秩。</translation>
        </message>
        <message>
            <source>Rate</source>
            <translation>比率</translation>
        </message>
        <message>
            <source>Reads a film picture by picture and remembers what happened where.</source>
            <translation>逐张图片读取影片，并记住何处发生了什么。</translation>
        </message>
        <message>
            <source>Reads a sequence and remembers what matters, near or far: long short-term memory.</source>
            <translation>读取序列并记住远近的重要内容：长短期记忆。</translation>
        </message>
        <message>
            <source>Reads a sequence from both ends with two copies of a recurrent layer.</source>
            <translation>用循环层的两个副本从两端读取序列。</translation>
        </message>
        <message>
            <source>Reads a sequence of sequences, one after the other, and keeps their layout.</source>
            <translation>逐个读取由序列组成的序列，并保持其排列。</translation>
        </message>
        <message>
            <source>Reads a sequence with a memory that is simpler and faster than an LSTM's.</source>
            <translation>读取序列，其记忆比 LSTM 更简单、更快。</translation>
        </message>
        <message>
            <source>Reads a sequence with the simplest memory; good for what lies a few steps back.</source>
            <translation>用最简单的记忆读取序列；适合只需回看几步的内容。</translation>
        </message>
        <message>
            <source>Reads volumes one after the other and remembers what happened where.</source>
            <translation>逐个读取体数据，并记住何处发生了什么。</translation>
        </message>
        <message>
            <source>Recall</source>
            <translation>召回率</translation>
        </message>
        <message>
            <source>Recurrent activation</source>
            <translation>循环激活函数</translation>
        </message>
        <message>
            <source>Recurrent constraint</source>
            <translation>循环约束</translation>
        </message>
        <message>
            <source>Recurrent dropout</source>
            <translation>循环随机失活</translation>
        </message>
        <message>
            <source>Recurrent initializer</source>
            <translation>循环初始化器</translation>
        </message>
        <message>
            <source>Recurrent regularizer</source>
            <translation>循环正则化器</translation>
        </message>
        <message>
            <source>Reduction</source>
            <translation>合并方式</translation>
        </message>
        <message>
            <source>Ref power</source>
            <translation>参考功率</translation>
        </message>
        <message>
            <source>Relative step</source>
            <translation>相对步长</translation>
        </message>
        <message>
            <source>Remove diagonal</source>
            <translation>去除对角线</translation>
        </message>
        <message>
            <source>Renorm</source>
            <translation>批再归一化</translation>
        </message>
        <message>
            <source>Renorm clipping</source>
            <translation>再归一化界限</translation>
        </message>
        <message>
            <source>Renorm momentum</source>
            <translation>再归一化动量</translation>
        </message>
        <message>
            <source>Repeats each sample's vector as the steps of a sequence.</source>
            <translation>将每个样本的向量重复，作为序列的各步。</translation>
        </message>
        <message>
            <source>Repeats every cell of a volume.</source>
            <translation>重复体数据的每个单元。</translation>
        </message>
        <message>
            <source>Repeats every step of a sequence.</source>
            <translation>重复序列的每一步。</translation>
        </message>
        <message>
            <source>Reset after</source>
            <translation>之后重置</translation>
        </message>
        <message>
            <source>Restore best weights</source>
            <translation>恢复最佳权重</translation>
        </message>
        <message>
            <source>Return sequences</source>
            <translation>返回序列</translation>
        </message>
        <message>
            <source>Return state</source>
            <translation>返回状态</translation>
        </message>
        <message>
            <source>Rho</source>
            <translation>Rho</translation>
        </message>
        <message>
            <source>Rms rate</source>
            <translation>RMS 比率</translation>
        </message>
        <message>
            <source>Rms scaling</source>
            <translation>均方根缩放</translation>
        </message>
        <message>
            <source>Rows and columns of parts of the image.</source>
            <translation>图像分块的行数和列数。</translation>
        </message>
        <message>
            <source>Rows and columns to add: top, bottom, left, right. One number stands for all, two for height and width.</source>
            <translation>要增加的行和列：上、下、左、右。一个数用于全部，两个数分别用于高和宽。</translation>
        </message>
        <message>
            <source>Rows and columns to cut off: top, bottom, left, right. One number stands for all, two for height and width.</source>
            <translation>要裁去的行和列：上、下、左、右。一个数用于全部，两个数分别用于高和宽。</translation>
        </message>
        <message>
            <source>Runs a layer on every step of a sequence, always with the same weights.</source>
            <translation>对序列的每一步运行同一个层，始终使用相同的权重。</translation>
        </message>
        <message>
            <source>Runs of words to look up as well: up to this length, or of these lengths.</source>
            <translation>还要查找的连续单词组：不超过此长度，或具有这些长度。</translation>
        </message>
        <message>
            <source>Salt</source>
            <translation>盐值</translation>
        </message>
        <message>
            <source>Sample variance</source>
            <translation>样本方差</translation>
        </message>
        <message>
            <source>Samples between frames.</source>
            <translation>相邻两帧之间的采样点数。</translation>
        </message>
        <message>
            <source>Samples from one frame to the next.</source>
            <translation>从一帧到下一帧的采样点数。</translation>
        </message>
        <message>
            <source>Samples in a frame.</source>
            <translation>一帧的采样点数。</translation>
        </message>
        <message>
            <source>Samples in a second.</source>
            <translation>一秒的采样点数。</translation>
        </message>
        <message>
            <source>Sampling rate</source>
            <translation>采样率</translation>
        </message>
        <message>
            <source>Saturation factor</source>
            <translation>饱和度系数</translation>
        </message>
        <message>
            <source>Save best only</source>
            <translation>只保存最佳</translation>
        </message>
        <message>
            <source>Save freq</source>
            <translation>保存频率</translation>
        </message>
        <message>
            <source>Save weights only</source>
            <translation>只保存权重</translation>
        </message>
        <message>
            <source>Saves the model or its weights after every epoch, or only the best one.</source>
            <translation>在每一轮之后，或只在最佳时，保存模型或其权重。</translation>
        </message>
        <message>
            <source>Scale</source>
            <translation>使用缩放</translation>
        </message>
        <message>
            <source>Scale of the distances between samples.</source>
            <translation>样本之间距离的尺度。</translation>
        </message>
        <message>
            <source>Scales steps to the size AdamW's have; empty to leave them.</source>
            <translation>将步长缩放到 AdamW 的大小；留空则保持不变。</translation>
        </message>
        <message>
            <source>Scales the features of every position to a mean square of 1, without shifting them.</source>
            <translation>将每个位置的特征缩放到均方为 1，不做平移。</translation>
        </message>
        <message>
            <source>Scaling</source>
            <translation>缩放方式</translation>
        </message>
        <message>
            <source>Schedule</source>
            <translation>学习率计划</translation>
        </message>
        <message>
            <source>Score mode</source>
            <translation>评分方式</translation>
        </message>
        <message>
            <source>Second number of the polynomial.</source>
            <translation>多项式的第二个数。</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>随机种子</translation>
        </message>
        <message>
            <source>Sensitivity</source>
            <translation>灵敏度</translation>
        </message>
        <message>
            <source>Separator</source>
            <translation>分隔符</translation>
        </message>
        <message>
            <source>Sequence length</source>
            <translation>序列长度</translation>
        </message>
        <message>
            <source>Sequence stride</source>
            <translation>序列步幅</translation>
        </message>
        <message>
            <source>Sets the learning rate at the start of every epoch, by a function or a schedule.</source>
            <translation>在每一轮开始时，按函数或学习率计划设定学习率。</translation>
        </message>
        <message>
            <source>Several attentions side by side, each with projections of its own, joined at the end.</source>
            <translation>多个注意力并排，各有自己的投影，最后合并。</translation>
        </message>
        <message>
            <source>Shape</source>
            <translation>形状</translation>
        </message>
        <message>
            <source>Shape of the distribution of the values.</source>
            <translation>值的分布形状。</translation>
        </message>
        <message>
            <source>Shape of the mask; an axis of size 1 is switched off as one.</source>
            <translation>掩码的形状；大小为 1 的轴作为整体一起关闭。</translation>
        </message>
        <message>
            <source>Shape with the batch, in place of shape and batch_size.</source>
            <translation>含批的形状，用来代替 shape 和 batch_size。</translation>
        </message>
        <message>
            <source>Share of the channels that is switched off.</source>
            <translation>随机关闭的通道比例。</translation>
        </message>
        <message>
            <source>Share of the inputs that is switched off while training.</source>
            <translation>训练时随机关闭的输入比例。</translation>
        </message>
        <message>
            <source>Share of the memory that is switched off while training; slower.</source>
            <translation>训练时随机关闭的记忆比例；会变慢。</translation>
        </message>
        <message>
            <source>Share of the numbers that is switched off.</source>
            <translation>随机关闭的数的比例。</translation>
        </message>
        <message>
            <source>Share of the scores that is switched off while training.</source>
            <translation>训练时随机关闭的得分比例。</translation>
        </message>
        <message>
            <source>Shared axes</source>
            <translation>共享的轴</translation>
        </message>
        <message>
            <source>Shazeer and Stern 2018, "Adafactor: Adaptive Learning Rates with Sublinear Memory Cost". The rate never exceeds 1 / sqrt(step), whatever ``relative_step`` says, as in Keras.</source>
            <translation>Shazeer 和 Stern，2018，“Adafactor: Adaptive Learning Rates with Sublinear Memory Cost”。与 Keras 一样，无论 ``relative_step`` 如何，学习率都不超过 1 / sqrt(步数)。</translation>
        </message>
        <message>
            <source>Shifts and scales every channel to mean 0 and deviation 1 over the batch.</source>
            <translation>在一批样本上，将每个通道平移并缩放到均值 0、标准差 1。</translation>
        </message>
        <message>
            <source>Shifts and scales groups of channels of each sample to mean 0 and deviation 1.</source>
            <translation>将每个样本的各组通道平移并缩放到均值 0、标准差 1。</translation>
        </message>
        <message>
            <source>Shifts and scales the features of every position to mean 0 and deviation 1.</source>
            <translation>将每个位置的特征平移并缩放到均值 0、标准差 1。</translation>
        </message>
        <message>
            <source>Shortens a unit's vector of weights when it is longer than a limit.</source>
            <translation>当单元的权重向量超过界限时将其缩短。</translation>
        </message>
        <message>
            <source>Shows some images from another angle while training.</source>
            <translation>训练时从另一个角度显示部分图像。</translation>
        </message>
        <message>
            <source>Sigma</source>
            <translation>Sigma</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>大小</translation>
        </message>
        <message>
            <source>Size of a step. Greater learns faster, too great never settles.</source>
            <translation>步长。越大学得越快，过大则永远无法收敛。</translation>
        </message>
        <message>
            <source>Size of the memory, and number of outputs.</source>
            <translation>记忆的大小，也是输出的个数。</translation>
        </message>
        <message>
            <source>Size of the vocabulary: the largest number plus one.</source>
            <translation>词汇表的大小：最大编号加一。</translation>
        </message>
        <message>
            <source>Size of the window that moves over the input.</source>
            <translation>在输入上移动的窗口的大小。</translation>
        </message>
        <message>
            <source>Size of the window.</source>
            <translation>窗口的大小。</translation>
        </message>
        <message>
            <source>Sizes of one sample afterwards; one may be -1 to be worked out.</source>
            <translation>变形后一个样本各维的大小；其中一个可以是 -1，由程序算出。</translation>
        </message>
        <message>
            <source>Sizes of one sample, without the batch.</source>
            <translation>一个样本各维的大小，不含批。</translation>
        </message>
        <message>
            <source>Sizes of the output without the batch; None takes the input's size.</source>
            <translation>输出各维的大小，不含批；None 取输入的大小。</translation>
        </message>
        <message>
            <source>Sizes of the output's features; those of the query where it is empty.</source>
            <translation>输出特征的大小；留空则与查询相同。</translation>
        </message>
        <message>
            <source>Slants every image by a random amount while training.</source>
            <translation>训练时将每幅图像倾斜随机的幅度。</translation>
        </message>
        <message>
            <source>Sliding window</source>
            <translation>滑动窗口</translation>
        </message>
        <message>
            <source>Slope below the threshold; 0 turns values to zero.</source>
            <translation>低于阈值时的斜率；0 会把值变为零。</translation>
        </message>
        <message>
            <source>Slope below zero.</source>
            <translation>零以下的斜率。</translation>
        </message>
        <message>
            <source>Small number added to squared gradients.</source>
            <translation>加到梯度平方上的小数。</translation>
        </message>
        <message>
            <source>Small number that keeps divisions finite.</source>
            <translation>使除法结果保持有限的小数。</translation>
        </message>
        <message>
            <source>Smaller and smaller steps for weights that changed often; good for rare features.</source>
            <translation>经常变化的权重步长越来越小；适合罕见特征。</translation>
        </message>
        <message>
            <source>Smallest and largest rectangle, as a share of the image.</source>
            <translation>最小和最大的矩形，以图像的比例表示。</translation>
        </message>
        <message>
            <source>Smallest length of a unit's vector of weights.</source>
            <translation>单元权重向量的最小长度。</translation>
        </message>
        <message>
            <source>Smallest possible value.</source>
            <translation>可能的最小值。</translation>
        </message>
        <message>
            <source>Smallest size of weights by which steps are scaled.</source>
            <translation>缩放步长所用的权重大小的下限。</translation>
        </message>
        <message>
            <source>Sorts numbers into bins: below the first boundary, between two, above the last.</source>
            <translation>将数值分箱：低于第一个边界、两个边界之间、高于最后一个边界。</translation>
        </message>
        <message>
            <source>Sorts pairs of categories into bins by a hash, so that each pair can weigh on its own.</source>
            <translation>用哈希将成对的类别分箱，使每一对都能有自己的权重。</translation>
        </message>
        <message>
            <source>Sorts words or codes into bins by a hash: no vocabulary is needed, some share a bin.</source>
            <translation>用哈希将单词或代码分箱：不需要词汇表，有些会共用一个箱。</translation>
        </message>
        <message>
            <source>Sparse</source>
            <translation>稀疏</translation>
        </message>
        <message>
            <source>Sparse y pred</source>
            <translation>预测为类别编号</translation>
        </message>
        <message>
            <source>Sparse y true</source>
            <translation>目标为类别编号</translation>
        </message>
        <message>
            <source>Specificity</source>
            <translation>特异度</translation>
        </message>
        <message>
            <source>Split</source>
            <translation>拆分方式</translation>
        </message>
        <message>
            <source>Squeezes values between -1 and 1, more gently than tanh: x / (1 + |x|).</source>
            <translation>将值压缩到 -1 和 1 之间，比 tanh 更平缓：x / (1 + |x|)。</translation>
        </message>
        <message>
            <source>Squeezes values between -1 and 1: (e^x - e^-x) / (e^x + e^-x).</source>
            <translation>将值压缩到 -1 和 1 之间：(e^x - e^-x) / (e^x + e^-x)。</translation>
        </message>
        <message>
            <source>Squeezes values between 0 and 1, for yes/no answers: 1 / (1 + e^-x).</source>
            <translation>将值压缩到 0 和 1 之间，用于是非判断：1 / (1 + e^-x)。</translation>
        </message>
        <message>
            <source>Staircase</source>
            <translation>阶梯式</translation>
        </message>
        <message>
            <source>Standard deviation of the noise.</source>
            <translation>噪声的标准差。</translation>
        </message>
        <message>
            <source>Standardize</source>
            <translation>文本清理</translation>
        </message>
        <message>
            <source>Start from epoch</source>
            <translation>起始轮次</translation>
        </message>
        <message>
            <source>Stateful</source>
            <translation>有状态</translation>
        </message>
        <message>
            <source>Stddev</source>
            <translation>标准差</translation>
        </message>
        <message>
            <source>Steps during which the learning rate rises from 0.</source>
            <translation>学习率从 0 上升所用的步数。</translation>
        </message>
        <message>
            <source>Steps of the same size for every weight, by the sign of its momentum; use a small rate.</source>
            <translation>每个权重的步长大小相同，方向由其动量的符号决定；请使用较小的学习率。</translation>
        </message>
        <message>
            <source>Steps straight down the gradient, with momentum if wanted; simple and robust.</source>
            <translation>沿梯度直接下降，可加动量；简单而稳健。</translation>
        </message>
        <message>
            <source>Steps that a mask hides do not count; a sequence without any step gives 0.</source>
            <translation>被掩码隐藏的步不计入；没有任何步的序列得 0。</translation>
        </message>
        <message>
            <source>Stops training as soon as the loss is no longer a finite number.</source>
            <translation>一旦损失不再是有限的数，就停止训练。</translation>
        </message>
        <message>
            <source>Stops training when a value has not improved for some epochs.</source>
            <translation>当某个值若干轮没有改善时，停止训练。</translation>
        </message>
        <message>
            <source>Strength of what they add to the kernel; by default their rank.</source>
            <translation>它们加到核上的部分的强度；默认为它们的秩。</translation>
        </message>
        <message>
            <source>Stretches every channel of every image to the whole range of values.</source>
            <translation>将每幅图像的每个通道拉伸到整个取值范围。</translation>
        </message>
        <message>
            <source>Strides</source>
            <translation>步幅</translation>
        </message>
        <message>
            <source>Subtracts the second input from the first.</source>
            <translation>从第一个输入中减去第二个输入。</translation>
        </message>
        <message>
            <source>Summation method</source>
            <translation>求和方法</translation>
        </message>
        <message>
            <source>Switches off a random share of the numbers while training, against overfitting.</source>
            <translation>训练时随机关闭一部分数，防止过拟合。</translation>
        </message>
        <message>
            <source>Switches off whole channels of a volume while training.</source>
            <translation>训练时随机关闭体数据的整个通道。</translation>
        </message>
        <message>
            <source>Switches off whole channels of an image while training.</source>
            <translation>训练时随机关闭图像的整个通道。</translation>
        </message>
        <message>
            <source>Switches off whole features of a sequence while training, the same ones at all steps.</source>
            <translation>训练时随机关闭序列的整个特征，在所有步中相同。</translation>
        </message>
        <message>
            <source>Synchronized</source>
            <translation>同步</translation>
        </message>
        <message>
            <source>T mul</source>
            <translation>T 倍数</translation>
        </message>
        <message>
            <source>Takes the colours out of some images while training.</source>
            <translation>训练时去除部分图像的颜色。</translation>
        </message>
        <message>
            <source>Takes the mean of its inputs number by number.</source>
            <translation>将各个输入逐数取平均。</translation>
        </message>
        <message>
            <source>Target class ids</source>
            <translation>目标类别编号</translation>
        </message>
        <message>
            <source>Target shape</source>
            <translation>目标形状</translation>
        </message>
        <message>
            <source>Tells later layers to skip the steps whose numbers all equal one value.</source>
            <translation>告诉后面的层跳过所有数都等于某个值的步。</translation>
        </message>
        <message>
            <source>The Poisson loss of predicted counts.</source>
            <translation>预测计数的泊松损失。</translation>
        </message>
        <message>
            <source>The axis along which they are joined; -1 is the last.</source>
            <translation>拼接所沿的轴；-1 为最后一个轴。</translation>
        </message>
        <message>
            <source>The axis of the channels; -1 is the last.</source>
            <translation>通道所在的轴；-1 为最后一个轴。</translation>
        </message>
        <message>
            <source>The axis of the inputs, or one of each, that is summed over.</source>
            <translation>求和所沿的输入轴，或每个输入各一个。</translation>
        </message>
        <message>
            <source>The axis, or axes, that are normalised together; -1 is the last.</source>
            <translation>一起归一化的一个或多个轴；-1 为最后一个轴。</translation>
        </message>
        <message>
            <source>The best precision at a threshold whose recall is high enough.</source>
            <translation>在召回率足够高的阈值下的最佳精确率。</translation>
        </message>
        <message>
            <source>The best recall at a threshold whose precision is high enough.</source>
            <translation>在精确率足够高的阈值下的最佳召回率。</translation>
        </message>
        <message>
            <source>The best sensitivity at a threshold whose specificity is high enough.</source>
            <translation>在特异度足够高的阈值下的最佳灵敏度。</translation>
        </message>
        <message>
            <source>The best specificity at a threshold whose sensitivity is high enough.</source>
            <translation>在灵敏度足够高的阈值下的最佳特异度。</translation>
        </message>
        <message>
            <source>The best value known from before; saving the best only starts from here.</source>
            <translation>此前已知的最佳值；只保存最佳时以此为起点。</translation>
        </message>
        <message>
            <source>The class {layer} does not exist here. Its place, settings and weights are kept; replace it to run the model.</source>
            <translation>此处没有 {layer} 类。它的位置、设置和权重会保留；要运行模型，请替换它。</translation>
        </message>
        <message>
            <source>The classes to look at, by their numbers.</source>
            <translation>要考察的类别，以编号表示。</translation>
        </message>
        <message>
            <source>The code that stands for nothing.</source>
            <translation>表示“空”的代码。</translation>
        </message>
        <message>
            <source>The cross-entropy of classes, for class numbers.</source>
            <translation>类别的交叉熵，用于类别编号。</translation>
        </message>
        <message>
            <source>The cross-entropy of classes, for one-hot targets.</source>
            <translation>类别的交叉熵，用于独热编码的目标。</translation>
        </message>
        <message>
            <source>The cross-entropy of yes/no answers.</source>
            <translation>是非判断的交叉熵。</translation>
        </message>
        <message>
            <source>The curve: ROC, precision over recall (PR), or their gains (PRGAIN).</source>
            <translation>曲线：ROC、精确率对召回率（PR），或它们的增益（PRGAIN）。</translation>
        </message>
        <message>
            <source>The energy that is 0 decibels.</source>
            <translation>相当于 0 分贝的能量。</translation>
        </message>
        <message>
            <source>The entries, where known: a list.</source>
            <translation>已知的词条：一个列表。</translation>
        </message>
        <message>
            <source>The exponential function, always positive: e^x.</source>
            <translation>指数函数，恒为正：e^x。</translation>
        </message>
        <message>
            <source>The factor, for example 0.96.</source>
            <translation>系数，例如 0.96。</translation>
        </message>
        <message>
            <source>The file holds no state of the optimizer; it starts afresh.</source>
            <translation>文件不含优化器的状态；优化器从头开始。</translation>
        </message>
        <message>
            <source>The function applied to the result; linear leaves it as it is.</source>
            <translation>应用于结果的函数；linear 保持不变。</translation>
        </message>
        <message>
            <source>The function to apply.</source>
            <translation>要应用的函数。</translation>
        </message>
        <message>
            <source>The highest.</source>
            <translation>最高音高。</translation>
        </message>
        <message>
            <source>The identity matrix: ones on the diagonal, zeros elsewhere. For matrices only.</source>
            <translation>单位矩阵：对角线为 1，其余为 0。只用于矩阵。</translation>
        </message>
        <message>
            <source>The inputs had names ({names}); here they are a list in this order.</source>
            <translation>输入原有名称（{names}）；在这里它们是按此顺序的列表。</translation>
        </message>
        <message>
            <source>The layer that is run on every step.</source>
            <translation>在每一步上运行的层。</translation>
        </message>
        <message>
            <source>The layer that reads from the end; a copy of the first by default.</source>
            <translation>从末尾开始读取的层；默认为第一个层的副本。</translation>
        </message>
        <message>
            <source>The learning rate at the end of the warm-up; empty for none.</source>
            <translation>预热结束时的学习率；留空则不预热。</translation>
        </message>
        <message>
            <source>The learning rate at the end.</source>
            <translation>结束时的学习率。</translation>
        </message>
        <message>
            <source>The learning rate at the start.</source>
            <translation>开始时的学习率。</translation>
        </message>
        <message>
            <source>The learning rate is never made smaller than this.</source>
            <translation>学习率不会低于此值。</translation>
        </message>
        <message>
            <source>The least energy counted.</source>
            <translation>计入的最小能量。</translation>
        </message>
        <message>
            <source>The limit it bends towards is -alpha.</source>
            <translation>它趋向的界限是 -alpha。</translation>
        </message>
        <message>
            <source>The logarithm of sigmoid, always negative: -ln(1 + e^-x).</source>
            <translation>sigmoid 的对数，恒为负：-ln(1 + e^-x)。</translation>
        </message>
        <message>
            <source>The logarithm of softmax: x_i - ln(sum of e^x_j).</source>
            <translation>softmax 的对数：x_i - ln(e^x_j 之和)。</translation>
        </message>
        <message>
            <source>The lowest pitch.</source>
            <translation>最低音高。</translation>
        </message>
        <message>
            <source>The mean of the errors in percent of the target; not for targets of 0.</source>
            <translation>误差占目标百分比的平均；不适用于为 0 的目标。</translation>
        </message>
        <message>
            <source>The mean of the errors' sizes, in the unit of the target.</source>
            <translation>误差绝对值的平均，单位与目标相同。</translation>
        </message>
        <message>
            <source>The mean of the logarithm of the errors' hyperbolic cosine; outliers weigh little.</source>
            <translation>误差双曲余弦的对数的平均；离群值影响小。</translation>
        </message>
        <message>
            <source>The mean of the squared errors of the logarithms, for numbers from 0 on.</source>
            <translation>对数误差平方的平均，用于不小于 0 的数值。</translation>
        </message>
        <message>
            <source>The mean of the squared errors.</source>
            <translation>误差平方的平均。</translation>
        </message>
        <message>
            <source>The mean over all classes of how well their areas are covered (from 0 to 1).</source>
            <translation>所有类别的区域被覆盖程度的平均（0 到 1）。</translation>
        </message>
        <message>
            <source>The mean over some classes of how well their areas are covered (from 0 to 1).</source>
            <translation>部分类别的区域被覆盖程度的平均（0 到 1）。</translation>
        </message>
        <message>
            <source>The number every weight starts with.</source>
            <translation>所有权重的初始值。</translation>
        </message>
        <message>
            <source>The number that fills steps without data.</source>
            <translation>填充没有数据的步的数。</translation>
        </message>
        <message>
            <source>The numbers between the bins, in increasing order.</source>
            <translation>各箱之间的数值，按升序排列。</translation>
        </message>
        <message>
            <source>The only class to look at, by its number; empty for all.</source>
            <translation>唯一要考察的类别，以编号表示；留空表示全部。</translation>
        </message>
        <message>
            <source>The optimizer will compute by the rules of Keras 2.11 and later.</source>
            <translation>优化器将按 Keras 2.11 及更高版本的规则计算。</translation>
        </message>
        <message>
            <source>The optimizer's state does not fit it here; training goes on without it.</source>
            <translation>优化器的状态与这里的优化器不符；训练将不使用该状态继续进行。</translation>
        </message>
        <message>
            <source>The outputs had names ({names}); here they are a list in this order.</source>
            <translation>输出原有名称（{names}）；在这里它们是按此顺序的列表。</translation>
        </message>
        <message>
            <source>The part of the learning rate that is left at the end.</source>
            <translation>结束时剩下的学习率比例。</translation>
        </message>
        <message>
            <source>The precision that must be reached (from 0 to 1).</source>
            <translation>必须达到的精确率（0 到 1）。</translation>
        </message>
        <message>
            <source>The precision {policy} became float32.</source>
            <translation>精度 {policy} 已变为 float32。</translation>
        </message>
        <message>
            <source>The quietest, in decibels below the loudest.</source>
            <translation>最轻的声音，以低于最响处的分贝数表示。</translation>
        </message>
        <message>
            <source>The recall that must be reached (from 0 to 1).</source>
            <translation>必须达到的召回率（0 到 1）。</translation>
        </message>
        <message>
            <source>The recurrent layer that reads from the beginning.</source>
            <translation>从开头开始读取的循环层。</translation>
        </message>
        <message>
            <source>The root of the mean squared error, in the unit of the target; large errors weigh most.</source>
            <translation>均方误差的平方根，单位与目标相同；大误差影响最大。</translation>
        </message>
        <message>
            <source>The same for the width; none keeps the proportions.</source>
            <translation>宽度方向同上；“无”则保持比例。</translation>
        </message>
        <message>
            <source>The sensitivity that must be reached (from 0 to 1).</source>
            <translation>必须达到的灵敏度（0 到 1）。</translation>
        </message>
        <message>
            <source>The share of images that are changed, itself drawn up to this.</source>
            <translation>被改变的图像的比例，其本身在不超过此值的范围内随机抽取。</translation>
        </message>
        <message>
            <source>The share of images that are inverted, itself drawn up to this.</source>
            <translation>被反转的图像的比例，其本身在不超过此值的范围内随机抽取。</translation>
        </message>
        <message>
            <source>The share of images that become grey.</source>
            <translation>变为灰度的图像的比例。</translation>
        </message>
        <message>
            <source>The specificity that must be reached (from 0 to 1).</source>
            <translation>必须达到的特异度（0 到 1）。</translation>
        </message>
        <message>
            <source>The threshold, as a share of 255.</source>
            <translation>阈值，以 255 的比例表示。</translation>
        </message>
        <message>
            <source>The value of added borders.</source>
            <translation>所加边框的值。</translation>
        </message>
        <message>
            <source>The value outside of the image for fill mode constant.</source>
            <translation>填充方式为 constant 时图像之外的值。</translation>
        </message>
        <message>
            <source>The value to watch, as it is logged: loss, val_loss, val_accuracy, ...</source>
            <translation>要监视的值，按记录的名称：loss、val_loss、val_accuracy……</translation>
        </message>
        <message>
            <source>The word that stands for nothing.</source>
            <translation>表示“空”的单词。</translation>
        </message>
        <message>
            <source>Third number of the polynomial.</source>
            <translation>多项式的第三个数。</translation>
        </message>
        <message>
            <source>Threshold</source>
            <translation>阈值</translation>
        </message>
        <message>
            <source>Threshold factor</source>
            <translation>阈值系数</translation>
        </message>
        <message>
            <source>ThresholdedReLU became ReLU with the same threshold.</source>
            <translation>ThresholdedReLU 已变为阈值相同的 ReLU。</translation>
        </message>
        <message>
            <source>Thresholds</source>
            <translation>阈值</translation>
        </message>
        <message>
            <source>Thresholds to try instead of evenly spaced ones.</source>
            <translation>要尝试的阈值，代替均匀分布的阈值。</translation>
        </message>
        <message>
            <source>Tieleman and Hinton 2012, "Lecture 6.5: Divide the Gradient by a Running Average of Its Recent Magnitude".</source>
            <translation>Tieleman 和 Hinton，2012，“Lecture 6.5: Divide the Gradient by a Running Average of Its Recent Magnitude”。</translation>
        </message>
        <message>
            <source>Tile grid size</source>
            <translation>分块网格大小</translation>
        </message>
        <message>
            <source>Time major</source>
            <translation>时间在前</translation>
        </message>
        <message>
            <source>Together</source>
            <translation>合并各步</translation>
        </message>
        <message>
            <source>Top db</source>
            <translation>分贝范围</translation>
        </message>
        <message>
            <source>Top k</source>
            <translation>前 k 个</translation>
        </message>
        <message>
            <source>Trainable</source>
            <translation>可训练</translation>
        </message>
        <message>
            <source>Turns category numbers into rows of zeros and ones.</source>
            <translation>将类别编号变为由零和一组成的行。</translation>
        </message>
        <message>
            <source>Turns codes (whole numbers) into their places in a vocabulary.</source>
            <translation>将代码（整数）变为其在词汇表中的位置。</translation>
        </message>
        <message>
            <source>Turns every image by a random angle while training.</source>
            <translation>训练时将每幅图像旋转随机的角度。</translation>
        </message>
        <message>
            <source>Turns negative values to zero: max(x, 0).</source>
            <translation>将负值变为零：max(x, 0)。</translation>
        </message>
        <message>
            <source>Turns negative values to zero; with limits and slopes of your choice.</source>
            <translation>将负值变为零；界限和斜率可自行选择。</translation>
        </message>
        <message>
            <source>Turns negative weights to zero.</source>
            <translation>将负的权重变为零。</translation>
        </message>
        <message>
            <source>Turns scores into probabilities that add up to 1: e^x_i / sum of e^x_j.</source>
            <translation>将得分变为总和为 1 的概率：e^x_i / e^x_j 之和。</translation>
        </message>
        <message>
            <source>Turns scores into probabilities that add up to 1; masked positions get 0.</source>
            <translation>将得分变为总和为 1 的概率；被屏蔽的位置得 0。</translation>
        </message>
        <message>
            <source>Turns signals into the strengths of their frequencies over time; it can be trained on.</source>
            <translation>将信号变为各频率的强度随时间的变化；可以继续训练。</translation>
        </message>
        <message>
            <source>Turns small values to zero and keeps the others: x if |x| &gt; 0.5, else 0.</source>
            <translation>将小的值变为零，其余保持不变：|x| &gt; 0.5 时为 x，否则为 0。</translation>
        </message>
        <message>
            <source>Turns some images into their negatives while training.</source>
            <translation>训练时将部分图像变为负片。</translation>
        </message>
        <message>
            <source>Turns sound into a picture of its pitches over time, spaced as people hear them.</source>
            <translation>将声音变为音高随时间变化的图像，音高的间隔与人的听觉一致。</translation>
        </message>
        <message>
            <source>Turns texts into the numbers of their words, or into rows of what occurs.</source>
            <translation>将文本变为其中单词的编号，或变为表示出现内容的行。</translation>
        </message>
        <message>
            <source>Turns whole numbers (words, categories) into vectors that are learned.</source>
            <translation>将整数（单词、类别）变为可学习的向量。</translation>
        </message>
        <message>
            <source>Turns words into their places in a vocabulary.</source>
            <translation>将单词变为其在词汇表中的位置。</translation>
        </message>
        <message>
            <source>Type of the counts; whole numbers by default, which cut off weights' fractions.</source>
            <translation>计数的类型；默认为整数，会截去权重的小数部分。</translation>
        </message>
        <message>
            <source>Type of the data: float32, int32 for word numbers, or string for texts.</source>
            <translation>数据的类型：float32，单词编号为 int32，文本则为 string。</translation>
        </message>
        <message>
            <source>Unit forget bias</source>
            <translation>遗忘门偏置为一</translation>
        </message>
        <message>
            <source>Units</source>
            <translation>单元数</translation>
        </message>
        <message>
            <source>Unroll</source>
            <translation>展开</translation>
        </message>
        <message>
            <source>Update freq</source>
            <translation>更新频率</translation>
        </message>
        <message>
            <source>Upper bound of the values.</source>
            <translation>值的上界。</translation>
        </message>
        <message>
            <source>Upper limit of the result.</source>
            <translation>结果的上限。</translation>
        </message>
        <message>
            <source>Use CUDNN</source>
            <translation>使用 cuDNN</translation>
        </message>
        <message>
            <source>Use EMA</source>
            <translation>使用 EMA</translation>
        </message>
        <message>
            <source>Use bias</source>
            <translation>使用偏置</translation>
        </message>
        <message>
            <source>Use gate</source>
            <translation>使用门</translation>
        </message>
        <message>
            <source>Use scale</source>
            <translation>使用缩放系数</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>值</translation>
        </message>
        <message>
            <source>Value dim</source>
            <translation>值维度</translation>
        </message>
        <message>
            <source>Value range</source>
            <translation>取值范围</translation>
        </message>
        <message>
            <source>Values at or below it count as negative.</source>
            <translation>小于或等于它的值视为负值。</translation>
        </message>
        <message>
            <source>Varies brightness, contrast, saturation and hue of every image while training.</source>
            <translation>训练时改变每幅图像的亮度、对比度、饱和度和色相。</translation>
        </message>
        <message>
            <source>Verbose</source>
            <translation>详细程度</translation>
        </message>
        <message>
            <source>Vocabulary</source>
            <translation>词汇表</translation>
        </message>
        <message>
            <source>Vocabulary dtype</source>
            <translation>词汇表数据类型</translation>
        </message>
        <message>
            <source>Warmup steps</source>
            <translation>预热步数</translation>
        </message>
        <message>
            <source>Warmup target</source>
            <translation>预热目标</translation>
        </message>
        <message>
            <source>Weight decay</source>
            <translation>权重衰减</translation>
        </message>
        <message>
            <source>Weight of all classes.</source>
            <translation>所有类别的权重。</translation>
        </message>
        <message>
            <source>Weight of yes, when classes are balanced.</source>
            <translation>类别平衡时“是”的权重。</translation>
        </message>
        <message>
            <source>Weights in HDF5, a group per layer</source>
            <translation>HDF5 格式的权重，每个层一个组</translation>
        </message>
        <message>
            <source>Weights in HDF5, a tree of layers</source>
            <translation>HDF5 格式的权重，由各层组成的树</translation>
        </message>
        <message>
            <source>Weights in several files</source>
            <translation>分存于多个文件的权重</translation>
        </message>
        <message>
            <source>Weights of the entries for tf_idf.</source>
            <translation>用于 tf_idf 的词条权重。</translation>
        </message>
        <message>
            <source>Weights per time step are recognised by their shape now.</source>
            <translation>每个时间步的样本权重现在根据其形状识别。</translation>
        </message>
        <message>
            <source>What borders are made of.</source>
            <translation>边框由什么构成。</translation>
        </message>
        <message>
            <source>What comes out: a row per number, a row of what occurs, or how often it occurs.</source>
            <translation>给出什么：每个编号一行、表示出现与否的一行，或出现次数。</translation>
        </message>
        <message>
            <source>What comes out: strength (its logarithm, its square) or parts of the transform.</source>
            <translation>给出什么：强度（其对数、其平方），或变换的某一部分。</translation>
        </message>
        <message>
            <source>What comes out: the bin's number, a row per number, or a row of all bins.</source>
            <translation>给出什么：箱的编号、每个数一行，或表示所有箱的一行。</translation>
        </message>
        <message>
            <source>What every number is multiplied by; several numbers stand for the channels.</source>
            <translation>每个数所乘的系数；多个数分别用于各通道。</translation>
        </message>
        <message>
            <source>What is added afterwards.</source>
            <translation>之后加上的数。</translation>
        </message>
        <message>
            <source>What is added first, as a share of 255.</source>
            <translation>首先加上的数，以 255 的比例表示。</translation>
        </message>
        <message>
            <source>What is seen outside of the image: its mirror image, its repetition, one value or its nearest pixel.</source>
            <translation>图像之外看到什么：镜像、重复、一个固定值，或最近的像素。</translation>
        </message>
        <message>
            <source>What part of the targets' spread the predictions explain: 1 is perfect, 0 a constant.</source>
            <translation>预测解释了目标离散程度的多大部分：1 为完美，0 相当于常数。</translation>
        </message>
        <message>
            <source>What part of the true yes answers was found (from 0 to 1).</source>
            <translation>真正的“是”中找到了多大部分（0 到 1）。</translation>
        </message>
        <message>
            <source>What part of the yes answers given is right (from 0 to 1).</source>
            <translation>判为“是”的回答中有多大部分是对的（0 到 1）。</translation>
        </message>
        <message>
            <source>What stands for nothing; it has bin 0 to itself.</source>
            <translation>表示“空”的值；它独占 0 号箱。</translation>
        </message>
        <message>
            <source>What strengths are divided by.</source>
            <translation>强度除以什么。</translation>
        </message>
        <message>
            <source>What the learning rate at each start is multiplied by.</source>
            <translation>每次重新开始时学习率所乘的系数。</translation>
        </message>
        <message>
            <source>What the learning rate is multiplied by.</source>
            <translation>学习率所乘的系数。</translation>
        </message>
        <message>
            <source>What the rectangle is filled with: a value, one for each channel, or noise.</source>
            <translation>矩形用什么填充：一个值、每个通道一个值，或噪声。</translation>
        </message>
        <message>
            <source>What unknown codes become when inverted.</source>
            <translation>反向查找时未知代码变成什么。</translation>
        </message>
        <message>
            <source>What unknown words become when inverted.</source>
            <translation>反向查找时未知单词变成什么。</translation>
        </message>
        <message>
            <source>When to save: after each 'epoch', or after this many batches.</source>
            <translation>何时保存：每一轮（'epoch'）之后，或这么多批次之后。</translation>
        </message>
        <message>
            <source>When to write: after each 'epoch', also each 'batch', or after this many batches.</source>
            <translation>何时写入：每一轮（'epoch'）之后，也可在每一批（'batch'）之后，或这么多批次之后。</translation>
        </message>
        <message>
            <source>Where data enters the model.</source>
            <translation>数据进入模型的地方。</translation>
        </message>
        <message>
            <source>Where the channels are: in the last axis or right after the batch.</source>
            <translation>通道的位置：在最后一个轴，或紧跟在批之后。</translation>
        </message>
        <message>
            <source>Where the sums of squared gradients start.</source>
            <translation>梯度平方和的初始值。</translation>
        </message>
        <message>
            <source>Whether AdamW trains embeddings too.</source>
            <translation>AdamW 是否也训练嵌入。</translation>
        </message>
        <message>
            <source>Whether a step counts when any input has it, or all inputs (Keras 2).</source>
            <translation>某一步是在任一输入含有它时计入，还是在所有输入都含有它时才计入（Keras 2）。</translation>
        </message>
        <message>
            <source>Whether a trained gate, made from the query, limits what each head gives.</source>
            <translation>是否由查询生成可训练的门，限制每个头给出的内容。</translation>
        </message>
        <message>
            <source>Whether brightness, colour and contrast change, too.</source>
            <translation>亮度、颜色和对比度是否也改变。</translation>
        </message>
        <message>
            <source>Whether channels keep an axis of their own.</source>
            <translation>通道是否保留单独的一个轴。</translation>
        </message>
        <message>
            <source>Whether data and masks are (steps, batch, ...), as older versions of Keras allowed.</source>
            <translation>数据和掩码是否为 (步, 批, ...)，旧版本的 Keras 允许这样。</translation>
        </message>
        <message>
            <source>Whether each batch goes on where the same places of the last batch ended.</source>
            <translation>每一批是否从上一批相同位置结束处继续。</translation>
        </message>
        <message>
            <source>Whether each output column gets an area of its own; the mean is shown.</source>
            <translation>是否为每个输出列单独计算面积；显示的是平均值。</translation>
        </message>
        <message>
            <source>Whether frames reach over the ends.</source>
            <translation>帧是否可以超出两端。</translation>
        </message>
        <message>
            <source>Whether left and right, top and bottom, or both change places.</source>
            <translation>左右、上下，还是两者都互换。</translation>
        </message>
        <message>
            <source>Whether loudness is given in decibels.</source>
            <translation>响度是否以分贝给出。</translation>
        </message>
        <message>
            <source>Whether masked steps give zeros instead of repeating the output before them.</source>
            <translation>被屏蔽的步是否给出零，而不是重复其之前的输出。</translation>
        </message>
        <message>
            <source>Whether predictions are class numbers, the most probable first.</source>
            <translation>预测是否为类别编号，概率最大的在前。</translation>
        </message>
        <message>
            <source>Whether predictions are class numbers; otherwise an axis holds one number per class.</source>
            <translation>预测是否为类别编号；否则有一个轴为每个类别存放一个数。</translation>
        </message>
        <message>
            <source>Whether rows are max_tokens long in any case.</source>
            <translation>各行的长度是否始终为 max_tokens。</translation>
        </message>
        <message>
            <source>Whether rows or columns shall be at right angles.</source>
            <translation>是行还是列应当互相垂直。</translation>
        </message>
        <message>
            <source>Whether smaller (min) or greater (max) is better; auto decides by the name.</source>
            <translation>越小（min）还是越大（max）越好；auto 根据名称决定。</translation>
        </message>
        <message>
            <source>Whether targets are class numbers; otherwise an axis holds one number per class.</source>
            <translation>目标是否为类别编号；否则有一个轴为每个类别存放一个数。</translation>
        </message>
        <message>
            <source>Whether the axes that are summarised stay as axes of size 1.</source>
            <translation>被汇总的轴是否保留为大小为 1 的轴。</translation>
        </message>
        <message>
            <source>Whether the forget gate starts open, which trains better.</source>
            <translation>遗忘门一开始是否打开，这样训练效果更好。</translation>
        </message>
        <message>
            <source>Whether the model's output has no sigmoid (raw scores).</source>
            <translation>模型的输出是否没有经过 sigmoid（原始得分）。</translation>
        </message>
        <message>
            <source>Whether the model's output has no softmax or sigmoid (raw scores).</source>
            <translation>模型的输出是否没有经过 softmax 或 sigmoid（原始得分）。</translation>
        </message>
        <message>
            <source>Whether the number 0 means padding that later layers skip.</source>
            <translation>数字 0 是否表示填充，由后面的层跳过。</translation>
        </message>
        <message>
            <source>Whether the projections add trained offsets.</source>
            <translation>投影是否加上可训练的偏移。</translation>
        </message>
        <message>
            <source>Whether the rate changes only after each whole number of decay steps.</source>
            <translation>学习率是否只在每经过整数个衰减步数后才改变。</translation>
        </message>
        <message>
            <source>Whether the remembered variance of images and volumes is that of a sample, divided by one less, as Keras 2 kept it.</source>
            <translation>图像和体数据所记的方差是否为样本方差（除数减一），与 Keras 2 相同。</translation>
        </message>
        <message>
            <source>Whether the reset gate works after the product with the memory's weights, as in Keras's fast GRU, or before it.</source>
            <translation>重置门是在与记忆权重相乘之后起作用（如 Keras 的快速 GRU），还是在之前。</translation>
        </message>
        <message>
            <source>Whether the steps of a batch count as one batch, as in Keras 2.</source>
            <translation>是否像 Keras 2 那样，将一批中的各步视为一批。</translation>
        </message>
        <message>
            <source>Whether the window ends where it begins.</source>
            <translation>窗函数的结尾是否与开头相接。</translation>
        </message>
        <message>
            <source>Whether to add a trained offset (beta).</source>
            <translation>是否加上可训练的偏移（beta）。</translation>
        </message>
        <message>
            <source>Whether to add a trained offset to each output.</source>
            <translation>是否为每个输出加上可训练的偏移。</translation>
        </message>
        <message>
            <source>Whether to add a trained offset.</source>
            <translation>是否加上可训练的偏移。</translation>
        </message>
        <message>
            <source>Whether to add borders where needed instead of distorting the image.</source>
            <translation>是否在需要处加边框，而不是使图像变形。</translation>
        </message>
        <message>
            <source>Whether to add to the file if it exists, instead of replacing it.</source>
            <translation>文件存在时是否追加，而不是替换。</translation>
        </message>
        <message>
            <source>Whether to bring vectors to length 1 first: the cosine of their angle.</source>
            <translation>是否先将向量的长度变为 1：即夹角的余弦。</translation>
        </message>
        <message>
            <source>Whether to compute as Keras did before 2.11.</source>
            <translation>是否按 2.11 之前的 Keras 计算。</translation>
        </message>
        <message>
            <source>Whether to count a weight's inputs, its outputs or the mean of both.</source>
            <translation>计数权重的输入、输出，还是两者的平均。</translation>
        </message>
        <message>
            <source>Whether to cut off what does not fit instead of distorting the image.</source>
            <translation>是否裁去放不下的部分，而不是使图像变形。</translation>
        </message>
        <message>
            <source>Whether to divide by the gradient's spread around its mean instead of its size.</source>
            <translation>是否除以梯度围绕均值的离散程度，而不是其大小。</translation>
        </message>
        <message>
            <source>Whether to divide by the greatest mean so far, which never lets steps grow again.</source>
            <translation>是否除以迄今最大的均值，使步长不再增大。</translation>
        </message>
        <message>
            <source>Whether to give the last states as outputs too.</source>
            <translation>是否将最后的状态也作为输出。</translation>
        </message>
        <message>
            <source>Whether to give the output of every step, for another recurrent layer to read.</source>
            <translation>是否给出每一步的输出，供另一个循环层读取。</translation>
        </message>
        <message>
            <source>Whether to go back to the weights of the best epoch at the end.</source>
            <translation>结束时是否恢复最佳轮次的权重。</translation>
        </message>
        <message>
            <source>Whether to keep moving averages of the weights and use them after training.</source>
            <translation>是否保留权重的移动平均，并在训练后使用。</translation>
        </message>
        <message>
            <source>Whether to leave each sample's pair with itself out.</source>
            <translation>是否略去每个样本与自身的配对。</translation>
        </message>
        <message>
            <source>Whether to look ahead along the momentum before taking the gradient's step.</source>
            <translation>是否在取梯度步之前先沿动量方向展望。</translation>
        </message>
        <message>
            <source>Whether to multiply by a trained factor (gamma).</source>
            <translation>是否乘以可训练的缩放因子（gamma）。</translation>
        </message>
        <message>
            <source>Whether to multiply the scores by a trained number.</source>
            <translation>是否将得分乘以一个可训练的数。</translation>
        </message>
        <message>
            <source>Whether to read the sequence from its end.</source>
            <translation>是否从末尾开始读取序列。</translation>
        </message>
        <message>
            <source>Whether to save only when the watched value is the best so far.</source>
            <translation>是否只在监视的值为迄今最佳时保存。</translation>
        </message>
        <message>
            <source>Whether to save the weights alone, into a file ending in .weights.h5.</source>
            <translation>是否只将权重保存到以 .weights.h5 结尾的文件。</translation>
        </message>
        <message>
            <source>Whether to smooth an image that becomes smaller.</source>
            <translation>缩小图像时是否进行平滑。</translation>
        </message>
        <message>
            <source>Whether to start again, with a longer way down, at the end.</source>
            <translation>结束后是否以更长的下降过程重新开始。</translation>
        </message>
        <message>
            <source>Whether to stop with an error instead of ending training in order.</source>
            <translation>是否以错误停止，而不是正常结束训练。</translation>
        </message>
        <message>
            <source>Whether to train with the remembered statistics too (batch renormalisation).</source>
            <translation>训练时是否也使用所记的统计量（批再归一化）。</translation>
        </message>
        <message>
            <source>Whether to turn numbers back into entries.</source>
            <translation>是否将编号变回词条。</translation>
        </message>
        <message>
            <source>Whether to weigh the features by trained numbers.</source>
            <translation>是否用可训练的数为特征加权。</translation>
        </message>
        <message>
            <source>Whether to weigh yes by alpha and no by 1 - alpha.</source>
            <translation>是否以 alpha 加权“是”，以 1 - alpha 加权“否”。</translation>
        </message>
        <message>
            <source>Whether to write how many steps a second are done.</source>
            <translation>是否写入每秒完成的步数。</translation>
        </message>
        <message>
            <source>Whether training changes the weights; switch off to freeze the layer.</source>
            <translation>训练是否改变权重；关闭则冻结该层。</translation>
        </message>
        <message>
            <source>Width</source>
            <translation>宽</translation>
        </message>
        <message>
            <source>Width and height of the window, odd numbers.</source>
            <translation>窗口的宽和高，均为奇数。</translation>
        </message>
        <message>
            <source>Width factor</source>
            <translation>宽度系数</translation>
        </message>
        <message>
            <source>Width of the bell curve (standard deviation).</source>
            <translation>钟形曲线的宽度（标准差）。</translation>
        </message>
        <message>
            <source>Width of the bell curve before it is cut off.</source>
            <translation>钟形曲线截断之前的宽度。</translation>
        </message>
        <message>
            <source>Width of the image afterwards.</source>
            <translation>处理后图像的宽。</translation>
        </message>
        <message>
            <source>Window</source>
            <translation>窗函数</translation>
        </message>
        <message>
            <source>Without momentum ``w -= learning_rate * g``; with it ``v = momentum * v - learning_rate * g`` and ``w += v``, or with Nesterov's rule ``w += momentum * v - learning_rate * g``.</source>
            <translation>没有动量时 ``w -= learning_rate * g``；有动量时 ``v = momentum * v - learning_rate * g``，``w += v``，或按 Nesterov 规则 ``w += momentum * v - learning_rate * g``。</translation>
        </message>
        <message>
            <source>Write graph</source>
            <translation>写入图</translation>
        </message>
        <message>
            <source>Write images</source>
            <translation>写入图像</translation>
        </message>
        <message>
            <source>Write steps per second</source>
            <translation>写入每秒步数</translation>
        </message>
        <message>
            <source>Writes the metrics of every epoch into a CSV file, a row for each epoch.</source>
            <translation>将每一轮的指标写入 CSV 文件，每轮一行。</translation>
        </message>
        <message>
            <source>Writes the metrics of every epoch into a folder that TensorBoard shows as curves.</source>
            <translation>将每一轮的指标写入文件夹，供 TensorBoard 显示为曲线。</translation>
        </message>
        <message>
            <source>X factor</source>
            <translation>X 系数</translation>
        </message>
        <message>
            <source>Y factor</source>
            <translation>Y 系数</translation>
        </message>
        <message>
            <source>You et al. 2019, "Large Batch Optimization for Deep Learning".</source>
            <translation>You 等，2019，“Large Batch Optimization for Deep Learning”。</translation>
        </message>
        <message>
            <source>Zeiler 2012, "ADADELTA: An Adaptive Learning Rate Method".</source>
            <translation>Zeiler，2012，“ADADELTA: An Adaptive Learning Rate Method”。</translation>
        </message>
        <message>
            <source>Zero output for mask</source>
            <translation>屏蔽处输出零</translation>
        </message>
        <message>
            <source>[(batch, Tq, features), (batch, Tv, features)] to (batch, Tq, features of value)</source>
            <translation>[(批, Tq, 特征), (批, Tv, 特征)] 变为 (批, Tq, 值的特征)</translation>
        </message>
        <message>
            <source>alike except along the axis, where the sizes add up</source>
            <translation>除拼接轴外均相同，拼接轴上的大小相加</translation>
        </message>
        <message>
            <source>all</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>all inputs alike, and so the output</source>
            <translation>所有输入相同，输出也相同</translation>
        </message>
        <message>
            <source>an early Keras</source>
            <translation>Keras（早期版本）</translation>
        </message>
        <message>
            <source>any</source>
            <translation>任意</translation>
        </message>
        <message>
            <source>apart</source>
            <translation>分开</translation>
        </message>
        <message>
            <source>as fft_length</source>
            <translation>与 fft_length 相同</translation>
        </message>
        <message>
            <source>as height</source>
            <translation>与高度相同</translation>
        </message>
        <message>
            <source>as key_dim</source>
            <translation>与 key_dim 相同</translation>
        </message>
        <message>
            <source>as the equation says: 'abc,cd-&gt;abd' turns (batch, b, c) to (batch, b, d)</source>
            <translation>按等式：'abc,cd-&gt;abd' 将 (批, b, c) 变为 (批, b, d)</translation>
        </message>
        <message>
            <source>as the padding asks</source>
            <translation>由填充方式决定</translation>
        </message>
        <message>
            <source>as the query</source>
            <translation>与查询相同</translation>
        </message>
        <message>
            <source>as the window</source>
            <translation>与窗口相同</translation>
        </message>
        <message>
            <source>automatic</source>
            <translation>自动</translation>
        </message>
        <message>
            <source>batches</source>
            <translation>批次</translation>
        </message>
        <message>
            <source>both inputs alike, and so the output</source>
            <translation>两个输入相同，输出也相同</translation>
        </message>
        <message>
            <source>epochs</source>
            <translation>轮</translation>
        </message>
        <message>
            <source>half a frame</source>
            <translation>半帧</translation>
        </message>
        <message>
            <source>half the rate</source>
            <translation>采样率的一半</translation>
        </message>
        <message>
            <source>hard_sigmoid is computed as in Keras 2, max(0, min(1, 0.2x + 0.5)); Keras 3 changed its slope.</source>
            <translation>hard_sigmoid 按 Keras 2 的方式计算，即 max(0, min(1, 0.2x + 0.5))；Keras 3 改变了它的斜率。</translation>
        </message>
        <message>
            <source>int: unchanged; one_hot: (batch, n) to (batch, n, bins); otherwise (batch, bins)</source>
            <translation>int：不变；one_hot：(批, n) 变为 (批, n, 箱数)；否则 (批, 箱数)</translation>
        </message>
        <message>
            <source>int: unchanged; one_hot: (batch, n, num_bins); otherwise (batch, num_bins)</source>
            <translation>int：不变；one_hot：(批, n, num_bins)；否则 (批, num_bins)</translation>
        </message>
        <message>
            <source>int: unchanged; one_hot: (batch, n, size); otherwise (batch, size)</source>
            <translation>int：不变；one_hot：(批, n, 大小)；否则 (批, 大小)</translation>
        </message>
        <message>
            <source>next power of two</source>
            <translation>下一个 2 的幂</translation>
        </message>
        <message>
            <source>noise</source>
            <translation>噪声</translation>
        </message>
        <message>
            <source>query (batch, T, features), value (batch, S, features) to (batch, T, features of query)</source>
            <translation>查询 (批, T, 特征)、值 (批, S, 特征) 变为 (批, T, 查询的特征)</translation>
        </message>
        <message>
            <source>random</source>
            <translation>随机</translation>
        </message>
        <message>
            <source>steps</source>
            <translation>步</translation>
        </message>
        <message>
            <source>the first input's sizes without its axis, then the second's without batch and axis</source>
            <translation>第一个输入去掉该轴后的各维，再接第二个输入去掉批和该轴后的各维</translation>
        </message>
        <message>
            <source>the sizes of the input in the order of dims</source>
            <translation>按 dims 的顺序排列的输入各维</translation>
        </message>
        <message>
            <source>two inputs (batch,) or (batch, 1) to the same, or to (batch, num_bins)</source>
            <translation>两个输入 (批,) 或 (批, 1) 变为同样的形状，或变为 (批, num_bins)</translation>
        </message>
        <message>
            <source>unchanged</source>
            <translation>不变</translation>
        </message>
        <message>
            <source>{count} names of layers held slashes or line breaks, which Keras 3 refuses. They hold underscores now, as {example} does.</source>
            <translation>{count} 个层的名称含有斜杠或换行，Keras 3 不接受这样的名称。现已改用下划线，例如 {example}。</translation>
        </message>
        <message>
            <source>{old} became {new}, which computes the same.</source>
            <translation>{old} 已变为 {new}，两者的计算相同。</translation>
        </message>
        <message>
            <source>{old} became {new}.</source>
            <translation>{old} 已变为 {new}。</translation>
        </message>
        <message>
            <source>{reason} Compile the model before training it.</source>
            <translation>{reason} 请在训练前编译模型。</translation>
        </message>
    </context>
    <context>
        <name>examples</name>
        <message>
            <source>A convolutional network reads handwritten digits, 98 % of them right.</source>
            <translation>卷积网络识别手写数字，正确率达 98 %。</translation>
        </message>
        <message>
            <source>A recurrent layer reads 32 past values and predicts the next.</source>
            <translation>循环层读取过去的 32 个值并预测下一个。</translation>
        </message>
        <message>
            <source>Both pictures are encoded by the very same layers (the linked cards share their weights), so that what is learned on the left is known on the right. The codes are compared by their difference and their product. Unshare the layers: the model has nearly twice the parameters and ends some six points lower.</source>
            <translation>两张图片由完全相同的层编码（相连的卡片共享权重），因此在左边学到的，右边也会。再用两个编码的差与积来比较它们。试试取消共享：模型的参数几乎翻倍，结果却低了大约六个百分点。</translation>
        </message>
        <message>
            <source>Convolutions find strokes wherever they are, pooling halves the picture, dropout keeps the network from learning pictures by heart, and the last Dense layer has one unit per digit. After training look at the confusion matrix: which digits are taken for each other?</source>
            <translation>卷积能在任何位置找到笔画，池化将图片缩小一半，随机失活防止网络死记硬背图片，最后的 Dense 层为每个数字设一个单元。训练之后看看混淆矩阵：哪些数字会被认错？</translation>
        </message>
        <message>
            <source>Dense layers tell from 13 measurements who grew a wine.</source>
            <translation>Dense 层根据 13 项测量值判断葡萄酒出自哪位种植者。</translation>
        </message>
        <message>
            <source>Diabetes: predict a number</source>
            <translation>糖尿病：预测一个数</translation>
        </message>
        <message>
            <source>Digits: see with convolutions</source>
            <translation>手写数字：用卷积来看</translation>
        </message>
        <message>
            <source>Headlines: two inputs, two outputs</source>
            <translation>新闻标题：两个输入，两个输出</translation>
        </message>
        <message>
            <source>Pairs: shared layers</source>
            <translation>数字对：共享层</translation>
        </message>
        <message>
            <source>Regression: ten measurements, one number, mean squared error.</source>
            <translation>回归：十项测量值，一个数，均方误差。</translation>
        </message>
        <message>
            <source>The classic of the Functional API. The main input is a headline of 100 word numbers, the auxiliary input five facts about it. The auxiliary output judges the LSTM alone and weighs 0.2 in the loss, the main output 1.0. Set the weight of the auxiliary output to 0: the LSTM finds the topic later, and the main output ends about two points lower.</source>
            <translation>函数式 API 的经典例子。主输入是由 100 个单词编号组成的标题，辅助输入是与它有关的五项信息。辅助输出只评判 LSTM，在损失中的权重为 0.2，主输出的权重为 1.0。将辅助输出的权重设为 0：LSTM 会更晚找到主题，主输出最终会低大约两个百分点。</translation>
        </message>
        <message>
            <source>The output has one unit and no activation, so that it can be any number. The loss is the mean squared error; the mean absolute error is in the units of the target (25 to 346). With 442 patients a bigger network only learns them by heart: raise the units and watch the validation curve turn up.</source>
            <translation>输出只有一个单元且没有激活函数，因此可以是任意数。损失是均方误差；平均绝对误差的单位与目标相同（25 到 346）。只有 442 位患者，更大的网络只会死记硬背：增加单元数，看看验证曲线如何转而上升。</translation>
        </message>
        <message>
            <source>Three sine waves and noise with a deviation of 0.08: no forecast can have a mean squared error below about 0.0064. The rows are split in order, so that the model is judged on the future. Try fewer units in the LSTM, or a Flatten and a Dense layer in its place.</source>
            <translation>三个正弦波加上标准差为 0.08 的噪声：任何预测的均方误差都不可能低于约 0.0064。各行按顺序划分，因此模型要在“未来”上接受评判。试试减少 LSTM 的单元，或改用 Flatten 和 Dense 层。</translation>
        </message>
        <message>
            <source>Two hidden Dense layers and a softmax output with one unit per grower. The measurements are scaled (standard), because proline goes to 1,680 and hue only to 1.7: set the scaling to None in the data panel and see how much worse it learns. Early stopping keeps the best weights.</source>
            <translation>两个隐藏的 Dense 层和一个 softmax 输出，每位种植者对应一个单元。测量值经过缩放（标准化），因为脯氨酸高达 1,680，而色调只到 1.7：在数据面板中将缩放设为“无”，看看学习效果会差多少。早停会保留最佳权重。</translation>
        </message>
        <message>
            <source>Two pictures go through the same layers; are they the same digit?</source>
            <translation>两张图片经过相同的层；它们是同一个数字吗？</translation>
        </message>
        <message>
            <source>Waves: forecast with an LSTM</source>
            <translation>波形：用 LSTM 预测</translation>
        </message>
        <message>
            <source>Wine: a first network</source>
            <translation>葡萄酒：第一个网络</translation>
        </message>
        <message>
            <source>Words go through Embedding and LSTM, facts join later; an auxiliary output helps.</source>
            <translation>单词经过 Embedding 和 LSTM，其他信息随后汇入；还有一个辅助输出帮忙。</translation>
        </message>
    </context>
    <context>
        <name>fixes</name>
        <message>
            <source>Add an input before %1</source>
            <translation>在 %1 之前添加输入</translation>
        </message>
        <message>
            <source>Connect %1 to %2</source>
            <translation>将 %1 连接到 %2</translation>
        </message>
        <message>
            <source>Convert to Functional</source>
            <translation>转换为函数式</translation>
        </message>
        <message>
            <source>Delete %1</source>
            <translation>删除 %1</translation>
        </message>
        <message>
            <source>Insert %1 before %2</source>
            <translation>在 %2 之前插入 %1</translation>
        </message>
        <message>
            <source>Keep %1 as an output</source>
            <translation>保留 %1 作为输出</translation>
        </message>
        <message>
            <source>Rename %1 to %2</source>
            <translation>将 %1 重命名为 %2</translation>
        </message>
        <message>
            <source>Replace %1 by %2</source>
            <translation>将 %1 替换为 %2</translation>
        </message>
        <message>
            <source>Reset %1 of %2</source>
            <translation>重置 %2 的 %1</translation>
        </message>
        <message>
            <source>Set %1 of %2 to %3</source>
            <translation>将 %2 的 %1 设为 %3</translation>
        </message>
        <message>
            <source>The model has changed; this proposal no longer applies.</source>
            <translation>模型已经改变；此建议不再适用。</translation>
        </message>
        <message>
            <source>Use %1 with one value</source>
            <translation>只用一个值调用 %1</translation>
        </message>
        <message>
            <source>Use the loss %1</source>
            <translation>使用损失 %1</translation>
        </message>
        <message>
            <source>Wire %1 to %2 again</source>
            <translation>再次将 %1 连接到 %2</translation>
        </message>
    </context>
    <context>
        <name>project</name>
        <message>
            <source>A Keras model (.keras, .h5, .json) is opened with Import.</source>
            <translation>Keras 模型（.keras、.h5、.json）请用“导入”打开。</translation>
        </message>
        <message>
            <source>A newer Layerloom wrote this file (format %1, this one reads up to %2).</source>
            <translation>此文件由更新版本的 Layerloom 写成（格式 %1，本程序最多读取到 %2）。</translation>
        </message>
        <message>
            <source>Copy it again from where it came from, or open a backup.</source>
            <translation>请从原处重新复制，或打开备份。</translation>
        </message>
        <message>
            <source>Free some space or save to another folder; nothing was lost.</source>
            <translation>请腾出一些空间，或保存到其他文件夹；没有任何内容丢失。</translation>
        </message>
        <message>
            <source>Look whether it was moved and whether you may read it.</source>
            <translation>请查看它是否被移动，以及您是否有读取权限。</translation>
        </message>
        <message>
            <source>The file cannot be read: %1.</source>
            <translation>无法读取该文件：%1。</translation>
        </message>
        <message>
            <source>The file cannot be written: %1.</source>
            <translation>无法写入该文件：%1。</translation>
        </message>
        <message>
            <source>The file is damaged or incomplete (%1).</source>
            <translation>该文件已损坏或不完整（%1）。</translation>
        </message>
        <message>
            <source>There is no such file.</source>
            <translation>没有这个文件。</translation>
        </message>
        <message>
            <source>This is not a Layerloom project.</source>
            <translation>这不是 Layerloom 项目。</translation>
        </message>
        <message>
            <source>Update Layerloom to open it.</source>
            <translation>请更新 Layerloom 后再打开。</translation>
        </message>
    </context>
    <context>
        <name>propose</name>
        <message>
            <source>%1 ends with %2 sigmoid values, each a yes-or-no answer of its own: binary crossentropy and binary accuracy.</source>
            <translation>%1 以 %2 个 sigmoid 值结尾，每个都是独立的是非判断：使用二元交叉熵和二元准确率。</translation>
        </message>
        <message>
            <source>%1 ends with %2 values without softmax and the targets are classes: crossentropy that applies the softmax itself (from logits), and accuracy.</source>
            <translation>%1 以 %2 个未经 softmax 的值结尾，而目标是类别：使用自带 softmax 的交叉熵（from logits）和准确率。</translation>
        </message>
        <message>
            <source>%1 ends with a softmax over %2 classes and the targets are class numbers: sparse categorical crossentropy and accuracy.</source>
            <translation>%1 以 %2 个类别的 softmax 结尾，而目标是类别编号：使用稀疏分类交叉熵和准确率。</translation>
        </message>
        <message>
            <source>%1 ends with a softmax over %2 classes and the targets are one-hot rows: categorical crossentropy and accuracy.</source>
            <translation>%1 以 %2 个类别的 softmax 结尾，而目标是独热编码：使用分类交叉熵和准确率。</translation>
        </message>
        <message>
            <source>%1 ends with a softmax over %2 classes: sparse categorical crossentropy, for targets that are class numbers, and accuracy.</source>
            <translation>%1 以 %2 个类别的 softmax 结尾：目标为类别编号时使用稀疏分类交叉熵，以及准确率。</translation>
        </message>
        <message>
            <source>%1 ends with one sigmoid value, a yes-or-no answer: binary crossentropy and accuracy.</source>
            <translation>%1 以一个 sigmoid 值结尾，即一个是非判断：使用二元交叉熵和准确率。</translation>
        </message>
        <message>
            <source>%1 ends with plain numbers: mean squared error, and mean absolute error to read.</source>
            <translation>%1 以普通数值结尾：使用均方误差，并以平均绝对误差便于解读。</translation>
        </message>
    </context>
    <context>
        <name>refusals</name>
        <message>
            <source>%1 already leads to %2, and a Sequential model is a single chain. Convert the model to Functional to branch.</source>
            <translation>%1 已通向 %2，而序贯模型是一条单链。要分支，请将模型转换为函数式。</translation>
        </message>
        <message>
            <source>%1 cannot take its own value.</source>
            <translation>%1 不能接受它自己的值。</translation>
        </message>
        <message>
            <source>%1 is a %2 layer; only a %2 can share its weights, not a %3.</source>
            <translation>%1 是 %2 层；只有 %2 能共享它的权重，%3 不能。</translation>
        </message>
        <message>
            <source>%1 is already wired to %2.</source>
            <translation>%1 已经连接到 %2。</translation>
        </message>
        <message>
            <source>%1 is an input of the model: it takes no value.</source>
            <translation>%1 是模型的输入：它不接受任何值。</translation>
        </message>
        <message>
            <source>%1 is called with more than its inputs; it stays a model.</source>
            <translation>%1 被调用时，除输入外还带有其他参数；它仍保持为模型。</translation>
        </message>
        <message>
            <source>%1 is used several times with the same weights, so its layers cannot stand in one place. Unshare it first.</source>
            <translation>%1 以相同的权重多次使用，因此它的层无法只放在一处。请先让它使用独立的权重。</translation>
        </message>
        <message>
            <source>%1 joins several values, but a Sequential model is a single chain. Convert the model to Functional to do this.</source>
            <translation>%1 合并多个值，而序贯模型是一条单链。要这样做，请将模型转换为函数式。</translation>
        </message>
        <message>
            <source>%1 passes an input on as it is; it stays a model.</source>
            <translation>%1 将某个输入原样传出；它仍保持为模型。</translation>
        </message>
        <message>
            <source>%1 takes %2 values, and all are wired.</source>
            <translation>%1 接受 %2 个值，且全部已连接。</translation>
        </message>
        <message>
            <source>%1 takes two values, and both are wired.</source>
            <translation>%1 接受两个值，且两个都已连接。</translation>
        </message>
        <message>
            <source>%2 already leads to %1: this wire would close a loop.</source>
            <translation>%2 已通向 %1：这条连线会形成循环。</translation>
        </message>
        <message>
            <source>A Sequential model uses each layer once. Convert the model to Functional to share weights.</source>
            <translation>序贯模型中每个层只使用一次。要共享权重，请将模型转换为函数式。</translation>
        </message>
        <message>
            <source>A layer needs a name.</source>
            <translation>层需要一个名称。</translation>
        </message>
        <message>
            <source>A layer's name cannot hold slashes or line breaks, or begin or end with a space: %1</source>
            <translation>层的名称不能包含斜杠或换行，也不能以空格开头或结尾：%1</translation>
        </message>
        <message>
            <source>An input has no weights to share.</source>
            <translation>输入没有可共享的权重。</translation>
        </message>
        <message>
            <source>Connect all inputs of %1 first.</source>
            <translation>请先连接 %1 的所有输入。</translation>
        </message>
        <message>
            <source>Not every value that %1 gives is used; ungrouped, the others would become outputs of the model.</source>
            <translation>%1 给出的值并未全部使用；取消组合后，其余的值会变成模型的输出。</translation>
        </message>
        <message>
            <source>Only a model inside the model can be ungrouped.</source>
            <translation>只有模型中的模型才能取消组合。</translation>
        </message>
        <message>
            <source>Only a single chain of layers without branches, merges and shared weights can become a Sequential model.</source>
            <translation>只有没有分支、合并和共享权重的单链才能变成序贯模型。</translation>
        </message>
        <message>
            <source>There is already a layer called %1.</source>
            <translation>已经有一个叫 %1 的层。</translation>
        </message>
        <message>
            <source>These two already share the weights of %1.</source>
            <translation>这两个层已经共享 %1 的权重。</translation>
        </message>
        <message>
            <source>This layer is no longer there.</source>
            <translation>此层已不存在。</translation>
        </message>
    </context>
</TS>
