ALTER TABLE "setting_changes" DROP CONSTRAINT "setting_changes_kind";--> statement-breakpoint
ALTER TABLE "setting_changes" ADD CONSTRAINT "setting_changes_kind" CHECK ("setting_changes"."kind" in ('access', 'chunking', 'embedding', 'language'));--> statement-breakpoint
create or replace function note_collection_change() returns trigger language plpgsql as $$
begin
  if old.chunking is distinct from new.chunking then
    insert into setting_changes (workspace_id, kind, collection_id, before, after)
    values (new.workspace_id, 'chunking', new.id, old.chunking, new.chunking);
  end if;
  if old.language is distinct from new.language then
    insert into setting_changes (workspace_id, kind, collection_id, before, after)
    values (new.workspace_id, 'language', new.id, to_jsonb(old.language), to_jsonb(new.language));
  end if;
  if old.profile_id is distinct from new.profile_id then
    insert into setting_changes (workspace_id, kind, collection_id, before, after)
    select new.workspace_id, 'embedding', new.id,
      jsonb_build_object('adapter', b.adapter, 'name', b.name, 'version', b.version),
      jsonb_build_object('adapter', a.adapter, 'name', a.name, 'version', a.version)
    from embedding_profiles b
    join embedding_profiles a on a.workspace_id = new.workspace_id and a.id = new.profile_id
    where b.workspace_id = old.workspace_id and b.id = old.profile_id;
  end if;
  return null;
end $$;
--> statement-breakpoint
drop trigger collections_settings_changed on collections;
--> statement-breakpoint
create trigger collections_settings_changed after update of chunking, profile_id, language on collections for each row
  execute function note_collection_change();
