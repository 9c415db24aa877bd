# Idempotent seed for a throw-away Redmine 5.0: run with `rails runner`.
Setting.rest_api_enabled = '1'
Setting.jsonp_enabled = '0'
Setting.default_language = 'zh'
Setting.login_required = '1'
Setting.attachment_max_size = '20480'
Setting.notified_events = []                      # no mail
admin = User.find_by!(login: 'admin')
admin.password = admin.password_confirmation = 'Admin-Test-123456'
admin.must_change_passwd = false
admin.status = User::STATUS_ACTIVE
admin.save!
admin.pref # touch

def upsert(klass, key, attrs = {})
  rec = klass.find_by(key) || klass.new(key)
  attrs.each { |k, v| rec.send("#{k}=", v) }
  rec.save!
  rec
end

# statuses, priorities and trackers with Chinese names
st = %w[待派单 已派单 已接单 处理中 挂起 待确认 已关闭 已取消 重新打开].each_with_index.map do |n, i|
  upsert(IssueStatus, { name: n }, is_closed: %w[已关闭 已取消].include?(n), position: i + 1)
end
pr = %w[低 一般 紧急 特急].map do |n|
  upsert(IssuePriority, { name: n }, active: true, is_default: n == '一般')
end
tr = %w[报修 投诉 咨询].map do |n|
  upsert(Tracker, { name: n }, default_status: st[0], core_fields: Tracker::CORE_FIELDS)
end
# a status that no workflow reaches: Redmine answers 204 and ignores it
st_out = upsert(IssueStatus, { name: '已归档' }, is_closed: true, position: 10)
# service account with the least it needs
role = upsert(Role, { name: '客服机器人' },
  permissions: %i[view_issues add_issues edit_issues add_issue_notes add_issue_watchers
                  view_private_notes set_notes_private view_project manage_public_queries save_queries],
  issues_visibility: 'all', assignable: true)
# every status to every status, for every tracker
WorkflowTransition.where(role_id: role.id).delete_all
tr.each { |t| st.each { |a| st.each { |b| next if a == b
  WorkflowTransition.create!(role_id: role.id, tracker_id: t.id, old_status_id: a.id, new_status_id: b.id) } } }
cf = {}
{ '工单号' => ['string', true], '小区' => ['string', true], '房号' => ['string', true],
  '联系电话' => ['string', false], '责任人' => ['string', true] }.each do |n, (fmt, filt)|
  f = IssueCustomField.find_by(name: n) || IssueCustomField.new(name: n, field_format: fmt)
  f.is_filter = filt; f.searchable = (fmt == 'string'); f.is_for_all = false; f.visible = true
  f.tracker_ids = tr.map(&:id)
  f.save!
  cf[n] = f.id
end
proj = Project.find_by(identifier: 'wuye') || Project.new(identifier: 'wuye')
proj.name = '阳光花园物业'; proj.is_public = false
proj.enabled_module_names = %w[issue_tracking]
proj.trackers = tr
proj.save!
IssueCustomField.all.each { |f| f.projects << proj unless f.projects.include?(proj) }
bot = User.find_by(login: 'svc-bot') || User.new(login: 'svc-bot')
bot.firstname = '客服'; bot.lastname = '机器人'; bot.mail = 'bot@example.com'; bot.language = 'zh'
bot.password = bot.password_confirmation = 'Bot-Test-123456'
bot.status = User::STATUS_ACTIVE
bot.save!
m = Member.find_by(project_id: proj.id, user_id: bot.id) || Member.new(project: proj, principal: bot)
m.role_ids = [role.id]; m.save!
# somebody who works in Redmine and knows nothing of us
clerk = User.find_by(login: 'clerk') || User.new(login: 'clerk')
clerk.firstname = '师傅'; clerk.lastname = '李'; clerk.mail = 'clerk@example.com'; clerk.language = 'zh'
clerk.password = clerk.password_confirmation = 'Clerk-Test-123456'
clerk.status = User::STATUS_ACTIVE
clerk.save!
m = Member.find_by(project_id: proj.id, user_id: clerk.id) || Member.new(project: proj, principal: clerk)
m.role_ids = [role.id]; m.save!
out = { project: proj.identifier, project_id: proj.id, admin_key: admin.api_key, bot_key: bot.api_key, clerk_key: clerk.api_key,
        trackers: tr.to_h { |t| [t.name, t.id] }, statuses: st.to_h { |s| [s.name, s.id] }, unreachable_status: st_out.id,
        priorities: pr.to_h { |p| [p.name, p.id] }, custom_fields: cf }
File.write(ENV.fetch('SEED_OUT'), JSON.pretty_generate(out))
puts "seeded"
